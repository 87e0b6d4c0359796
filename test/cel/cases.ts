/**
 * Expressions and what Kubernetes makes of them, stated in our own words after k8s.io/apiserver, pkg/cel/library (0.36) and cel-go 0.26.
 * `error` ends in an error when it is evaluated, `mistake` is refused before.
 */
export type Expected = { readonly is: string } | 'error' | 'mistake' | boolean;

/** Each is an expression, or an expression and what it is equal to. */
export const cases: Readonly<Record<string, readonly (readonly [expression: string, expected: Expected])[]>> = {
  numbers: [
    ['1 + 2 == 3', true], ['7 / 2 == 3', true], ['-7 / 2 == -3', true], ['-7 % 2 == -1', true], ['7.0 / 2.0 == 3.5', true], ['1u + 2u == 3u', true],
    ['1 + 1.0', 'mistake'], ['1 == 1.0', 'mistake'], ['dyn(1) == 1.0', true], ['1 < 1.5', true], ['2u > 1', true], ['1 / 0', 'error'], ['1 % 0', 'error'],
    ['9223372036854775807 + 1', 'error'], ['-9223372036854775808 - 1', 'error'], ['1.0 / 0.0 > 1.0', true], ['0x10 == 16', true], ['int("12") == 12', true], ['int("")', 'error'], ['int("1.5")', 'error'],
    ['int(1.9) == 1', true], ['int(1e30)', 'error'], ['uint(-1)', 'error'], ['double("1.5") == 1.5', true], ['string(1.5) == "1.5"', true], ['string(12) == "12"', true], ['int(timestamp("1970-01-01T00:01:00Z")) == 60', true],
    ['type(1) == int', true], ['type(1u) == uint', true], ['type(1.0) == double', true], ['type("a") == string', true], ['type([1]) == list', true], ['type(null) == null_type', true],
  ],
  logic: [
    ['true || 1 / 0 == 1', true], ['1 / 0 == 1 || true', true], ['false && 1 / 0 == 1', false], ['1 / 0 == 1 && false', false], ['1 / 0 == 1 || false', 'error'], ['true ? 1 : 2', { is: '1' }], ['1 ? true : false', 'mistake'],
    ['!true', false], ['!(1 > 2)', true], ['null == null', true], ['dyn("a") == 1', false], ['dyn("a") != 1', true], ['dyn(null) == "a"', false], ['[1, 2] == [1, 2]', true], ['[1, 2] == [2, 1]', false], ['{"a": 1} == {"a": 1}', true], ['{"a": 1, "b": 2} == {"b": 2, "a": 1}', true],
    ['"a" in ["a", "b"]', true], ['"c" in ["a", "b"]', false], ['"a" in {"a": 1}', true], ['1 in [1, 2]', true], ['[1][1]', 'error'], ['{"a": 1}.b', 'error'], ['{"a": 1}["a"] == 1', true], ['{"a": 1}.a == 1', true],
    ['unknownFunction(1)', 'mistake'], ['unknownVariable', 'mistake'], ['"a".unknown()', 'mistake'], ['1 +', 'mistake'], ['"a', 'mistake'], ['(1', 'mistake'],
    ['[1, "a"]', 'mistake'],
  ],
  macros: [
    ['[1, 2, 3].all(x, x > 0)', true], ['[1, 2, 3].all(x, x > 1)', false], ['[].all(x, x > 1)', true], ['[1, 2].exists(x, x == 2)', true], ['[].exists(x, true)', false], ['[1, 2].exists_one(x, x > 1)', true], ['[2, 2].exists_one(x, x == 2)', false],
    ['[0, 1].all(x, 1 / x > 0)', 'error'], ['[0, 2].exists(x, 4 / x == 2)', true], ['[0, -1].all(x, 1 / x > 0)', false],
    ['[1, 2, 3].map(x, x * 2) == [2, 4, 6]', true], ['[1, 2, 3].map(x, x > 1, x * 2) == [4, 6]', true], ['[1, 2, 3].filter(x, x > 1) == [2, 3]', true], ['{"a": 1, "b": 2}.all(k, k != "c")', true], ['{"a": 1}.map(k, k) == ["a"]', true],
    ['[[1, 2], [3]].all(l, l.all(x, x > 0))', true], ['[1, 2].all(x, [x].all(x, x < 3))', true], ['has({"a": 1}.a)', true], ['has({"a": 1}.b)', false], ['has({"a": {"b": 1}}.a.b)', true], ['has([{"a": 1}][0].a)', true], ['has(1)', 'mistake'],
  ],
  'comprehensions with two variables': [
    ['[1, 2, 3].all(i, v, i < v)', true], ['["a", "b"].exists(i, v, i == 1 && v == "b")', true], ['{"a": 1, "b": 2}.all(k, v, v > 0 && k != "")', true], ['{"a": 1, "b": 2}.existsOne(k, v, v == 2)', true], ['[1, 1].exists_one(i, v, v == 1)', false],
    ['[1, 2, 3].transformList(i, v, i * v) == [0, 2, 6]', true], ['[1, 2, 3].transformList(i, v, v > 1, v) == [2, 3]', true], ['{"a": 1, "b": 2}.transformMap(k, v, v + 1) == {"a": 2, "b": 3}', true], ['{"a": 1, "b": 2}.transformMap(k, v, v > 1, v) == {"b": 2}', true],
    ['{"a": "x"}.transformMapEntry(k, v, {v: k}) == {"x": "a"}', true], ['{"a": "x", "b": "x"}.transformMapEntry(k, v, {v: k})', 'error'],
  ],
  strings: [
    ['"hello".charAt(4) == "o"', true], ['"hello".charAt(5) == ""', true], ['"hello".charAt(6)', 'error'], ['"hello".charAt(-1)', 'error'], ['"hello mellow".indexOf("ello") == 1', true], ['"hello mellow".indexOf("jello") == -1', true], ['"hello mellow".indexOf("ello", 2) == 7', true],
    ['"hello mellow".indexOf("ello", 20) == -1', true], ['"hello mellow".indexOf("", 2) == 2', true], ['"hello mellow".lastIndexOf("ello") == 7', true], ['"hello mellow".lastIndexOf("ello", 6) == 1', true], ['"hello".lastIndexOf("") == 5', true],
    ['"TacoCÆt".lowerAscii() == "tacocÆt"', true], ['"tacocæt".upperAscii() == "TACOCæT"', true], ['"hello hello".replace("he", "we") == "wello wello"', true], ['"hello hello".replace("he", "we", 1) == "wello hello"', true], ['"hello".replace("he", "we", 0) == "hello"', true], ['"ab".replace("", "-") == "-a-b-"', true],
    ['"a b c".split(" ") == ["a", "b", "c"]', true], ['"a b c".split(" ", 2) == ["a", "b c"]', true], ['"a b".split(" ", 0) == []', true], ['"abc".split("") == ["a", "b", "c"]', true], ['"tacocat".substring(4) == "cat"', true], ['"tacocat".substring(0, 4) == "taco"', true], ['"tacocat".substring(-1)', 'error'], ['"tacocat".substring(5, 2)', 'error'],
    ['"  \\ttrim\\n ".trim() == "trim"', true], ['["a", "b"].join() == "ab"', true], ['["a", "b"].join("-") == "a-b"', true], ['"äöü".size() == 3', true], ['"🎉b".indexOf("b") == 1', true], ['"🎉b".charAt(1) == "b"', true], ['"🎉bc".substring(1) == "bc"', true], ['size("abc") == 3', true],
    ['"%s is %d".format(["a", 3]) == "a is 3"', true], ['"%.2f".format([3.14159]) == "3.14"', true], ['"%x-%X-%b-%o".format([255, 255, 5, 8]) == "ff-FF-101-10"', true], ['"%%".format([]) == "%"', true], ['"%s".format([[1, 2]]) == "[1, 2]"', true], ['"%s".format([true]) == "true"', true], ['"%d".format(["a"])', 'error'], ['"%s".format([])', 'error'],
    ['strings.quote("a\\"b\\n") == "\\"a\\\\\\"b\\\\n\\""', true], ['"abc".startsWith("ab") && "abc".endsWith("bc") && "abc".contains("b")', true], ['r"\\d" == "\\\\d"', true], ['"a" + "b" == "ab"', true], ['"a" < "b"', true],
  ],
  'regular expressions': [
    ['"abc".matches("^a.c$")', true], ['matches("abc", "b")', true], ['"ABC".matches("(?i)abc")', true], ['"a".matches("(")', 'error'], ['"a\\nb".matches("a.b")', false], ['"abc 123".find("[0-9]+") == "123"', true], ['"abc".find("[0-9]+") == ""', true], ['"1 2 3".findAll("[0-9]") == ["1", "2", "3"]', true], ['"1 2 3".findAll("[0-9]", 2) == ["1", "2"]', true],
    ['"x".matches("(?=x)")', 'error'],
  ],
  lists: [
    ['[1, 2, 3].isSorted()', true], ['[2, 1].isSorted()', false], ['["a", "b"].isSorted()', true], ['[].isSorted()', true], ['[1, 2, 3].sum() == 6', true], ['[1.5, 2.5].sum() == 4.0', true], ['[duration("1m"), duration("30s")].sum() == duration("90s")', true], ['[].sum() == 0', true], ['[3, 1, 2].min() == 1', true], ['[3, 1, 2].max() == 3', true], ['["b", "a"].min() == "a"', true], ['[].min()', 'error'],
    ['["a", "b", "b"].indexOf("b") == 1', true], ['["a", "b", "b"].lastIndexOf("b") == 2', true], ['["a"].indexOf("c") == -1', true], ['[1, 2, 3, 4].slice(1, 3) == [2, 3]', true], ['[1].slice(0, 2)', 'error'], ['dyn([1, [2, [3]]]).flatten() == dyn([1, 2, [3]])', 'mistake'], ['[[1], [2, 3]].flatten() == [1, 2, 3]', true],
    ['[[[1]], [[2]]].flatten(2) == [1, 2]', true], ['[[1]].flatten(-1)', 'error'], ['[1, 2, 2, 1].distinct() == [1, 2]', true], ['[1, 2].reverse() == [2, 1]', true], ['lists.range(3) == [0, 1, 2]', true], ['[3, 1, 2].sort() == [1, 2, 3]', true], ['["b", "a"].sort() == ["a", "b"]', true], ['["bb", "a"].sortBy(x, x.size()) == ["a", "bb"]', true],
    ['[1] + [2] == [1, 2]', true], ['size([1, 2]) == 2', true],
  ],
  sets: [
    ['sets.contains([1, 2, 3], [2, 3])', true], ['sets.contains([1], [1, 2])', false], ['sets.contains([], [])', true], ['sets.equivalent([1, 2], [2, 1, 1])', true], ['sets.equivalent([1], [1, 2])', false], ['sets.intersects([1, 2], [2, 3])', true], ['sets.intersects([1], [2])', false], ['sets.intersects([], [])', false],
  ],
  times: [
    ['timestamp("2020-01-01T00:00:00Z") < timestamp("2021-01-01T00:00:00Z")', true], ['timestamp("2020-01-01T00:00:00Z") == timestamp("2020-01-01T01:00:00+01:00")', true], ['timestamp("2020-01-01")', 'error'], ['timestamp("2020-02-30T00:00:00Z")', 'error'], ['timestamp("2020-01-01T00:00:00Z").getFullYear() == 2020', true], ['timestamp("2020-03-01T00:00:00Z").getMonth() == 2', true], ['timestamp("2020-01-02T03:04:05Z").getHours() == 3', true],
    ['timestamp("2020-01-01T00:00:00Z") + duration("1h") == timestamp("2020-01-01T01:00:00Z")', true], ['timestamp("2020-01-01T01:00:00Z") - timestamp("2020-01-01T00:00:00Z") == duration("1h")', true], ['duration("1h30m") == duration("90m")', true], ['duration("1.5s") > duration("1s")', true], ['duration("-1s") < duration("0s")', true], ['duration("1")', 'error'], ['duration("1d")', 'error'], ['duration("")', 'error'], ['duration("90s").getMinutes() == 1', true], ['string(duration("90m")) == "5400s"', true], ['string(timestamp("2020-01-01T00:00:00Z")) == "2020-01-01T00:00:00Z"', true],
  ],
  quantities: [
    ['isQuantity("1.3Gi")', true], ['isQuantity("1.3GB")', false], ['isQuantity("aa")', false], ['quantity("1Gi") == quantity("1024Mi")', true], ['quantity("200M").compareTo(quantity("0.2G")) == 0', true], ['quantity("50Mi").isLessThan(quantity("50M"))', false], ['quantity("50M").isGreaterThan(quantity("100m"))', true], ['quantity("50").asInteger() == 50', true], ['quantity("9999999999999999999999999999999999999G").asInteger()', 'error'],
    ['quantity("50m").asInteger()', 'error'], ['quantity("50m").isInteger()', false], ['quantity("50k").sub(quantity("20k")) == quantity("30k")', true], ['quantity("50k").add(20) == quantity("50020")', true], ['quantity("50k").sub(quantity("100k")) == quantity("-50k")', true], ['quantity("-50k").sign() == -1', true], ['quantity("0").sign() == 0', true], ['quantity("50.703k").asApproximateFloat() == 50703.0', true], ['quantity("x")', 'error'],
  ],
  urls: [
    ['isURL("https://user:pass@example.com:80/path?query=val#fragment")', true], ['isURL("/absolute")', true], ['isURL("https://a:b:c/")', false], ['isURL("../relative")', false], ['isURL("abc")', false], ['url("../relative")', 'error'], ['url("https://example.com/").getScheme() == "https"', true], ['url("/path").getScheme() == ""', true], ['url("https://example.com:80/").getHost() == "example.com:80"', true], ['url("https://[::1]:80/").getHost() == "[::1]:80"', true], ['url("https://[::1]:80/").getHostname() == "::1"', true],
    ['url("https://example.com:80/").getHostname() == "example.com"', true], ['url("https://example.com:80/").getPort() == "80"', true], ['url("https://example.com/").getPort() == ""', true], ['url("https://example.com/path with spaces/").getEscapedPath() == "/path%20with%20spaces/"', true], ['url("https://example.com").getEscapedPath() == ""', true], ['url("https://example.com/path?k1=a&k2=b&k2=c").getQuery() == {"k1": ["a"], "k2": ["b", "c"]}', true], ['url("https://example.com/path?").getQuery() == {}', true], ['url("https://a/b") == url("https://a/b")', true],
  ],
  addresses: [
    ['isIP("127.0.0.1")', true], ['isIP("127.0.0.256")', false], ['isIP("010.0.0.1")', false], ['isIP("::1")', true], ['isIP("::ffff:1.2.3.4")', false], ['isIP("fe80::1%eth0")', false], ['ip("127.0.0.1").family() == 4', true], ['ip("::1").family() == 6', true], ['ip("x")', 'error'], ['ip("127.0.0.1").isLoopback()', true], ['ip("::1").isLoopback()', true], ['ip("0.0.0.0").isUnspecified()', true], ['ip("::").isUnspecified()', true], ['ip("224.0.0.1").isLinkLocalMulticast()', true], ['ip("224.0.1.1").isLinkLocalMulticast()', false],
    ['ip("ff02::1").isLinkLocalMulticast()', true], ['ip("169.254.0.1").isLinkLocalUnicast()', true], ['ip("fe80::1").isLinkLocalUnicast()', true], ['ip("192.168.0.1").isGlobalUnicast()', true], ['ip("255.255.255.255").isGlobalUnicast()', false], ['ip("2001:db8::abcd").isGlobalUnicast()', true], ['ip.isCanonical("127.0.0.1")', true], ['ip.isCanonical("2001:db8::abcd")', true], ['ip.isCanonical("2001:DB8::ABCD")', false], ['ip.isCanonical("2001:db8::0:0:0:abcd")', false], ['ip.isCanonical("x")', 'error'],
    ['ip("2001:DB8::ABCD") == ip("2001:db8::abcd")', true], ['string(ip("2001:DB8:0:0:1:0:0:1")) == "2001:db8::1:0:0:1"', true], ['isCIDR("192.168.0.0/24")', true], ['isCIDR("192.168.0.0/33")', false], ['isCIDR("192.168.0.0/08")', false], ['cidr("192.168.0.0/24").containsIP("192.168.0.7")', true], ['cidr("192.168.0.0/24").containsIP(ip("192.168.1.7"))', false], ['cidr("192.168.0.0/16").containsCIDR("192.168.10.0/24")', true], ['cidr("192.168.0.0/24").containsCIDR(cidr("192.168.0.0/16"))', false], ['cidr("::1/128").ip() == ip("::1")', true], ['cidr("192.168.0.0/24").prefixLength() == 24', true], ['cidr("192.168.0.7/24").masked() == cidr("192.168.0.0/24")', true], ['string(cidr("192.168.0.0/24")) == "192.168.0.0/24"', true],
  ],
  formats: [
    ['!format.dns1123Label().validate("my-label").hasValue()', true], ['format.dns1123Label().validate("My").hasValue()', true], ['format.dns1123Subdomain().validate("a.b-c").hasValue()', false], ['format.dns1035Label().validate("1a").hasValue()', true], ['format.qualifiedName().validate("example.com/name").hasValue()', false], ['format.labelValue().validate("").hasValue()', false], ['format.uuid().validate("123e4567-e89b-12d3-a456-426614174000").hasValue()', false], ['format.uuid().validate("x").hasValue()', true], ['format.byte().validate("aGVsbG8=").hasValue()', false], ['format.date().validate("2021-02-29").hasValue()', true],
    ['format.datetime().validate("2021-01-01T00:00:00Z").hasValue()', false], ['format.uri().validate("https://a.b").hasValue()', false], ['format.dns1123LabelPrefix().validate("a-").hasValue()', false], ['format.named("dns1123Label").value().validate("a").hasValue()', false], ['format.named("unknown").hasValue()', false],
  ],
  'semantic versions': [
    ['isSemver("1.0.0")', true], ['isSemver("v1.0.0")', false], ['isSemver("v1.0", true)', true], ['isSemver("01.1.1", true)', true], ['isSemver("1.0")', false], ['semver("1.2.3").isLessThan(semver("1.10.0"))', true], ['semver("1.0.0-alpha").isLessThan(semver("1.0.0"))', true], ['semver("1.0.0-2").isLessThan(semver("1.0.0-11"))', true], ['semver("1.0.0+a") == semver("1.0.0+b")', true], ['semver("1.2.3").compareTo(semver("1.2.3")) == 0', true], ['semver("1.2.3").major() == 1 && semver("1.2.3").minor() == 2 && semver("1.2.3").patch() == 3', true], ['semver("v1", true) == semver("1.0.0")', true], ['semver("x")', 'error'], ['semver("1.0.0-01")', 'error'],
  ],
  optionals: [
    ['optional.of(1).hasValue()', true], ['optional.none().hasValue()', false], ['optional.of(1).value() == 1', true], ['optional.none().value()', 'error'], ['optional.none().orValue(2) == 2', true], ['optional.none().or(optional.of(3)).value() == 3', true], ['{"a": {"b": 1}}.?a.?b.orValue(0) == 1', true], ['{"a": {"b": 1}}.?c.?b.orValue(0) == 0', true], ['{"a": {"b": 1}}.?c.b.orValue(0) == 0', true], ['[1][?1].hasValue()', false], ['[1][?0].value() == 1', true], ['{"a": 1}[?"b"].hasValue()', false],
    ['optional.ofNonZeroValue("").hasValue()', false], ['optional.ofNonZeroValue("a").hasValue()', true], ['optional.of(2).optMap(x, x * 2).value() == 4', true], ['optional.none().optMap(x, x * 2).hasValue()', false], ['optional.of({"a": 1}).optFlatMap(m, m.?a).value() == 1', true], ['optional.of(1) == optional.of(1)', true],
  ],
};

import { compileRe2, defineRule, routesOf, type Node, type Problem } from '#rule';

const MAX_LENGTH = 1024;

export default defineRule({
  id: 'istio/regex',
  on: 'manifest',
  kinds: ['VirtualService.networking.istio.io'],
  title: 'The regular expressions of a VirtualService are RE2',
  why: 'Istio rejects the VirtualService on admission: the sync fails in the cluster, after the review. RE2 has no lookahead and no backreferences.',
  severity: 'error',

  *check(virtualService) {
    for (const { protocol, node, matches } of routesOf(virtualService)) {
      if (protocol !== 'http') continue;
      for (const match of matches) for (const regex of matchExpressions(match)) yield* problemOf(regex);
      const origins = node.get('corsPolicy', 'allowOrigins').items().map((origin) => origin.get('regex'));
      for (const regex of [...origins, node.get('rewrite', 'uriRegexRewrite', 'match')]) yield* problemOf(regex);
    }
  },
});

function matchExpressions(match: Node): Node[] {
  const texts = ['uri', 'scheme', 'method', 'authority'].map((key) => match.get(key));
  const maps = ['headers', 'withoutHeaders', 'queryParams'].flatMap((key) => match.get(key).entries().map(([, value]) => value));
  return [...texts, ...maps].map((condition) => condition.get('regex'));
}

function* problemOf(regex: Node): Iterable<Problem> {
  const { text } = regex;
  if (text === undefined) return;
  if (text === '') yield { at: regex, message: 'the regular expression is empty; ".*" takes everything' };
  else if (text.length > MAX_LENGTH) yield { at: regex, message: `the regular expression has ${text.length} characters, more than the ${MAX_LENGTH} that Istio takes` };
  else {
    const wrong = re2Problem(text);
    if (wrong !== undefined) yield { at: regex, message: `${shortened(text)} is no RE2 expression: ${wrong}` };
  }
}

function re2Problem(expression: string): string | undefined {
  try {
    compileRe2(expression);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : String(error);
  }
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

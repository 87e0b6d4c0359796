/** The declared environments and their order. */
import { addTo } from '../groups.ts';
import type { DeclaredEnvironment, EnvironmentMatch } from './config.ts';
import type { EnvironmentSettings } from './declaration.ts';
import type { Compilation } from './matcher.ts';
import { quoted } from './plain-value.ts';
import type { Placed, Reading } from './reading.ts';

interface Ordered {
  readonly settings: EnvironmentSettings;
  readonly after: readonly Placed<string>[];
}

export function declaredEnvironments(
  declared: readonly EnvironmentSettings[], compilation: Compilation, reading: Reading,
): DeclaredEnvironment[] {
  const ordered = withPredecessors(distinct(declared, reading), reading);
  const stages = stagesOf(ordered, reading);
  return ordered.map(({ settings, after }): DeclaredEnvironment => {
    const { name, match, availability, requiredSoakTime, soak, canary, freeze, cluster } = settings;
    return {
      name: name.value,
      stage: stages.get(name.value) ?? 0,
      after: after.map(({ value }) => value),
      match: compiledMatch(match, compilation),
      availability: availability ?? 'oneOf',
      ...(requiredSoakTime ? { requiredSoakTime } : {}),
      soak: soak ?? 'current',
      ...(canary ? { canary: { ...canary, required: canary.required ?? false } } : {}),
      freeze: (freeze ?? []).flatMap((window) => compilation.freeze(window)),
      cluster: cluster ?? {},
      at: name.at,
    };
  });
}

function distinct(declared: readonly EnvironmentSettings[], reading: Reading): EnvironmentSettings[] {
  const seen = new Set<string>();
  return declared.filter(({ name }) => {
    if (seen.has(name.value)) reading.report(name.at, `the environment ${quoted(name.value)} is declared twice`);
    return !seen.has(name.value) && seen.add(name.value);
  });
}

/** Whose `after` is not written comes after the entry before. */
function withPredecessors(declared: readonly EnvironmentSettings[], reading: Reading): Ordered[] {
  const names = declared.map(({ name }) => name.value);
  const known = new Set(names);
  return declared.map((settings, index) => {
    const before = declared[index - 1]?.name;
    const after = settings.after ?? (before ? [before] : []);
    for (const { value, at } of after) {
      if (!known.has(value)) reading.unknown(at, value, { what: 'a declared environment', known: names });
    }
    return { settings, after: after.filter(({ value }) => known.has(value)) };
  });
}

/** One more than the latest of those before; equal lists thus give equal stages. */
function stagesOf(ordered: readonly Ordered[], reading: Reading): Map<string, number> {
  const stages = new Map<string, number>();
  const waiting = new Map(ordered.map(({ settings, after }) => [settings.name.value, new Set(after.map(({ value }) => value)).size]));
  const followers = new Map<string, string[]>();
  for (const { settings, after } of ordered) {
    for (const value of new Set(after.map((before) => before.value))) {
      addTo(followers, value, settings.name.value);
    }
  }
  const ready = [...waiting.keys()].filter((name) => waiting.get(name) === 0);
  for (const name of ready) {
    const stage = stages.get(name) ?? 0;
    stages.set(name, stage);
    for (const follower of followers.get(name) ?? []) {
      const missing = (waiting.get(follower) ?? 0) - 1;
      waiting.set(follower, missing);
      stages.set(follower, Math.max(stages.get(follower) ?? 0, stage + 1));
      if (missing === 0) ready.push(follower);
    }
  }
  reportCircle(ordered.filter(({ settings }) => (waiting.get(settings.name.value) ?? 0) > 0), reading);
  return stages;
}

/** Each of these comes after another of these. */
function reportCircle(unordered: readonly Ordered[], reading: Reading): void {
  const byName = new Map(unordered.map((one) => [one.settings.name.value, one]));
  const way: string[] = [];
  let current = unordered[0];
  while (current && !way.includes(current.settings.name.value)) {
    way.push(current.settings.name.value);
    current = byName.get(current.after.find(({ value }) => byName.has(value))?.value ?? '');
  }
  if (!current) return;
  const { name } = current.settings;
  const circle = way.slice(way.indexOf(name.value)).map(quoted);
  const at = current.after.find(({ value }) => byName.has(value))?.at ?? name.at;
  reading.report(at, `the environments come after each other in a circle: ${[...circle, circle[0]].join(' after ')}`);
}

function compiledMatch(match: EnvironmentSettings['match'], compilation: Compilation): EnvironmentMatch {
  return {
    paths: compilation.matcher(match?.paths, 'below'),
    applications: compilation.matcher(match?.applications, 'exact'),
    namespaces: compilation.matcher(match?.namespaces, 'exact'),
    clusters: compilation.matcher(match?.clusters, 'exact'),
    ...(match?.branch === undefined ? {} : { branch: match.branch }),
  };
}

import { defineRule, type ModelSource, type ServedModel } from '#rule';
import { namedSources } from '../shared/served-version.ts';
import { isPlaceholder } from '../shared/unfilled.ts';

export default defineRule({
  id: 'model/uri-matches-name',
  on: 'repository',
  title: 'A model URI names the model that it is loaded for',
  why: 'A URI copied from another model is valid and loads: callers of one model get the answers of another.',
  severity: 'warning',

  *check(repository) {
    const named = repository.models.flatMap((model) => namedUris(model));
    const families = new Set(named.map(({ family }) => family));
    for (const one of named) {
      if (holdsName(one)) continue;
      const other = otherModel(one, families);
      const message = other === undefined
        ? isConvention(one, named) ? `no segment of the URI is ${one.family}, as it is for every other model of ${one.store}` : undefined
        : `the URI names the model ${other}, not ${one.family}`;
      if (message !== undefined) yield { at: one.source.uri, message };
    }
  },
});

interface NamedUri {
  readonly source: ModelSource;
  readonly family: string;
  /** Scheme and bucket. */
  readonly store: string;
  readonly words: readonly string[];
}

/** Images and repositories of hubs are named by their publishers. */
const FOREIGN_NAMES = /^(?:hf|huggingface|modelscope|models|runs)$/i;

function namedUris(model: ServedModel): NamedUri[] {
  return namedSources(model).flatMap((source) => {
    const text = source.uri.isKnown ? (source.uri.text ?? '') : '';
    if (model.family === '' || text === '' || isPlaceholder(text) || FOREIGN_NAMES.test(source.parsed.scheme)) return [];
    const { scheme, authority, segments } = source.parsed;
    const words = segments.filter(({ role }) => role === 'path').map((segment) => plain(segment.text));
    return [{ source, family: model.family, store: scheme === '' ? 'a path' : `${scheme}://${authority}`, words: [...words, plain(authority)] }];
  });
}

/** `Fraud_Detector` and `fraud-detector` are one name. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** Shorter words say nothing about which model is meant. */
const TELLING = 4;

/** The name in a segment, or a telling segment in the name: `sklearn/iris` serves `sklearn-iris`. */
function holdsName({ family, words }: NamedUri): boolean {
  const name = plain(family);
  return words.some((word) => word.includes(name) || (word.length >= TELLING && name.includes(word)));
}

/** Another model of the repository that is a whole segment. */
function otherModel({ family, words }: NamedUri, families: ReadonlySet<string>): string | undefined {
  return [...families].find((other) => other !== family && plain(other).length >= TELLING && words.includes(plain(other)));
}

/** At least two other models lie in this store, and all of them under their names. */
function isConvention({ store, family }: NamedUri, named: readonly NamedUri[]): boolean {
  const others = named.filter((other) => other.store === store && other.family !== family);
  return new Set(others.map((other) => other.family)).size >= 2 && others.every(holdsName);
}


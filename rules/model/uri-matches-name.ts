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
    if (model.family === '' || GENERAL.has(plain(model.family)) || text === '' || isPlaceholder(text) || FOREIGN_NAMES.test(source.parsed.scheme)) return [];
    const { scheme, authority, segments } = source.parsed;
    const words = segments.filter(({ role }) => role === 'path').map((segment) => plain(segment.text));
    return [{ source, family: model.family, store: scheme === '' ? 'a path' : `${scheme}://${authority}`, words: [...words, plain(authority)] }];
  });
}

/** `Fraud_Detector` and `fraud-detector` are one name. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

/** So many models make a convention. */
const CONVENTION = 3;
/** Shorter words say nothing about which model is meant. */
const TELLING = 4;

/** Kinds of servers and words for any model: they tell no model from another. */
const GENERAL: ReadonlySet<string> = new Set([
  'model', 'models', 'my-model', 'server', 'service', 'serving', 'predictor', 'inference', 'inferenceservice', 'example', 'sample', 'test', 'demo',
  'sklearn', 'xgboost', 'lightgbm', 'tensorflow', 'pytorch', 'torch', 'torchserve', 'torchscript', 'triton', 'onnx', 'mlflow', 'huggingface', 'paddle', 'pmml',
]);

/** The name or a telling word of it in a segment, or a telling segment in the name: `sklearn/iris` serves `sklearn-iris`. */
function holdsName({ family, words }: NamedUri): boolean {
  const name = plain(family);
  const parts = name.split('-').filter((part) => part.length >= TELLING && !GENERAL.has(part));
  return words.some((word) => word.includes(name) || (word.length >= TELLING && name.includes(word)) || parts.some((part) => word.includes(part)));
}

/** Another model of the repository that is a whole segment. */
function otherModel({ family, words }: NamedUri, families: ReadonlySet<string>): string | undefined {
  return [...families].find((other) => {
    const name = plain(other);
    return other !== family && name.length >= TELLING && !GENERAL.has(name) && words.includes(name);
  });
}

/** At least this many other models lie in the store, all of them under their names. */
function isConvention({ store, family }: NamedUri, named: readonly NamedUri[]): boolean {
  const others = named.filter((other) => other.store === store && other.family !== family);
  return new Set(others.map((other) => other.family)).size >= CONVENTION && others.every(holdsName);
}


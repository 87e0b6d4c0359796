/** The edits that could make an environment serve what is wanted, the likeliest first: which of them does, the renderer says. */
import type { Config } from '../config/config.ts';
import type { Cell } from '../history/cells.ts';
import type { Repository } from '../model.ts';
import { parseModelUri, type VersionPatterns } from '../serving/model-uri.ts';
import type { Edits, TextEdit } from '../yaml/text-edit.ts';
import { contractEdits, contractOf } from './contract-edits.ts';
import { manifestWays } from './manifest-edits.ts';
import type { Wanted } from './wanted.ts';

/** More than this is not tried. */
const MAX_WAYS = 8;

/** Edits of all models of a cell, such as those of several regions. */
export function waysTo(wanted: Wanted, cell: Cell, repository: Repository, { uris }: Config): (readonly TextEdit[])[] {
  const patterns: VersionPatterns = { useDefaults: uris.useDefaultPatterns, declared: uris.versionPatterns.map((pattern) => (text) => pattern.matches(text)) };
  const place = { environment: cell.environment.name, mirrors: uris.mirrors, parse: (uri: string) => parseModelUri(uri, patterns) };
  const byModel = cell.models.map((model) => {
    const block = contractOf(model, repository);
    const ways = [...(block ? [contractEdits(block, wanted, place)] : []), ...manifestWays(model, wanted, place)];
    return ways.filter((way): way is NonNullable<Edits> => way !== undefined);
  });
  const most = Math.min(MAX_WAYS, Math.max(0, ...byModel.map((ways) => ways.length)));
  return Array.from({ length: most }, (_, index) => byModel.map((ways) => ways[Math.min(index, ways.length - 1)])).flatMap((ways) => {
    return ways.every((way) => way !== undefined) ? [distinct(ways.flat())] : [];
  });
}

/** Models that share a line share its edit. */
function distinct(edits: readonly TextEdit[]): TextEdit[] {
  return [...new Map(edits.map((edit) => [`${edit.file.path}\0${edit.range.start}\0${edit.range.end}\0${edit.text}`, edit])).values()];
}

/** What keeps a chart from rendering. */
import { startOf, type Location, type SourceFile } from '../../source.ts';

/** Where in Helm's work the failure lies. */
export type RenderErrorKind = 'chart' | 'file' | 'subchart' | 'values' | 'dependencies' | 'template' | 'limit' | 'size' | 'output' | 'release';

/** A chart that Helm would refuse; `message` is Helm's own text. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
  readonly kind: RenderErrorKind;
  readonly at: Location;
  /** Actions on the way to the failing one, the outermost first. */
  readonly chain: readonly Location[];

  constructor(message: string, where: { kind: RenderErrorKind; at: Location; chain?: readonly Location[] }) {
    super(message);
    this.kind = where.kind;
    this.at = where.at;
    this.chain = where.chain ?? [];
  }
}

/** Something that Helm can do and this renderer cannot: the caller reports it as unverified. */
export class UnsupportedFunction extends Error {
  override readonly name = 'UnsupportedFunction';
  /** The function or feature. */
  readonly what: string;
  readonly at: Location;

  constructor(what: string, at: Location) {
    super(`${what} is not supported offline`);
    this.what = what;
    this.at = at;
  }
}

/** A failure of a chart's file as a whole. */
export function chartError(message: string, file: SourceFile): RenderError {
  return new RenderError(message, { kind: 'chart', at: startOf(file) });
}

/** What a function may ask of the execution that called it. */
import type { TracedText } from '../traced-text.ts';
import type { Template } from './ast.ts';
import type { TemplateSet } from './engine.ts';
import type { Value } from './value.ts';

/** One run of a template, with everything that it includes. */
export interface Execution {
  /** The templates that `{{ template }}` finds at this place. */
  readonly templates: TemplateSet;
  /**
   * Runs a template within the same bounds: what `include` does, and `tpl` with an overlay as `templates`.
   * Throws a TemplateError; without such a template, a FunctionError with Go's words.
   */
  execute(template: string | Template, data: Value, templates?: TemplateSet): TracedText;
}

/** Calls of single template functions, without a chart around them. */
import { readFileSync } from 'node:fs';
import { TemplateError, TemplateSet, type Account } from '../../src/render/go-template/engine.ts';
import { Dict } from '../../src/render/go-template/value.ts';
import { helmFunctions } from '../../src/render/helm/functions/index.ts';
import { withoutNoValue } from '../../src/render/helm/functions/templates.ts';
import { executionFailure, parseFailure } from '../../src/render/helm/template-failure.ts';
import { readValuesFile } from '../../src/render/helm/values/read.ts';
import { TracedText } from '../../src/render/traced-text.ts';
import { SourceFile } from '../../src/source.ts';

const name = 'probe/templates/probe.yaml';
const valuesFile = new SourceFile('values.yaml', readFileSync('fixtures/render/helm/functions/values.yaml', 'utf8'));

/** What a template prints with these values, or Helm's message; anything but a template's failure is thrown. */
export function callFunctions(template: string, account?: Account): { output: TracedText } | { error: string } {
  const set = new TemplateSet('gotpl', helmFunctions());
  try {
    set.add(name, new SourceFile(name, template));
  } catch (error) {
    if (error instanceof TemplateError) return { error: parseFailure(error, name).message };
    throw error;
  }
  try {
    return { output: withoutNoValue(set.execute(name, new Dict(template.includes('.Values') ? [['Values', readValuesFile(valuesFile, 0, '')]] : []), { missingKey: 'zero', account })) };
  } catch (error) {
    if (error instanceof TemplateError) return { error: executionFailure(error, name, '4.1').message };
    throw error;
  }
}

/** The reason at the end of a message, whichever way its places are laid out. */
export function reasonOf(message: string): string {
  return message.replace(/^[\s\S]*?>:\s+/, '').replaceAll(/\s+/g, ' ');
}

/** Why a text is unknown, if it is. */
export function unknownReason(text: TracedText): string | undefined {
  return text.segments.find(({ origin }) => origin.unknown !== undefined)?.origin.unknown;
}

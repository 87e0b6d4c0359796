import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { changesBetween } from '../../src/tui/display.ts';
import { editorCommand } from '../../src/tui/editor.ts';
import { keyReader, type Key } from '../../src/tui/keys.ts';
import { inputText, lineInput, typed, type LineInput } from '../../src/tui/line-input.ts';
import { column, fit, fitEnd, widthOf, wrap } from '../../src/tui/text.ts';

function spelled(keys: readonly Key[]): string {
  return keys.map((key) => (key.kind === 'name' ? `<${key.name}>` : key.isPasted ? `[${key.text}]` : key.text)).join('');
}

describe('keys', () => {
  it.each([
    ['abc', 'abc'], ['\u001B[A\u001B[B', '<up><down>'], ['\u001BOA', '<up>'], ['\u001B[5~\u001B[6~', '<page-up><page-down>'], ['\r\n', '<enter><enter>'],
    ['\u0003', '<interrupt>'], ['é模😀', 'é模😀'], ['\u001B[1;5C', ''], ['\u001B[200~a\nq\u001B[201~x', '[a\nq]x'], ['\u001Bq', ''], ['\u0000', ''],
    ['\u001B[99999999999999999999999999999999999999x', ''], ['\u001B\u001B[A', '<escape><up>'],
  ])('%j are %s', (sent, keys) => {
    expect(spelled(keyReader().push(sent))).toBe(keys);
  });

  it('are the same however they come in pieces', () => {
    const text = 'a\u001B[A模\u001B[200~x y\u001B[201~\u001B[6~b';
    fc.assert(fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
      const reader = keyReader();
      const places = [0, ...[...new Set(cuts)].sort((a, b) => a - b), text.length];
      const keys = places.slice(1).flatMap((end, index) => reader.push(text.slice(places[index], end)));
      expect(spelled(keys)).toBe(spelled(keyReader().push(text)));
    }));
  });

  it('are an escape where nothing follows', () => {
    const reader = keyReader();
    expect(reader.push('\u001B')).toEqual([]);
    expect(reader.isWaiting).toBe(true);
    expect(spelled(reader.flush())).toBe('<escape>');
  });

  it('never fail, whatever is sent', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (chunks) => {
      const reader = keyReader();
      for (const chunk of chunks) reader.push(chunk);
      reader.flush();
    }));
  });
});

describe('a typed line', () => {
  const after = (text: string, keys: string): LineInput => keyReader().push(keys).reduce((input, key) => typed(input, key) ?? input, lineInput(text));
  it.each([
    ['abc', '\u007F', 'ab'], ['abc', '\u001B[D\u001B[DX', 'aXbc'], ['abc', '\u0001X', 'Xabc'], ['a b c', '\u0017', 'a b '], ['abc', '\u001B[D\u0015', 'c'],
    ['模型', '\u001B[D\u007F', '型'], ['', '\u001B[200~one\n  two\u202E\u001B[201~', 'one two'], ['ab', '\u001B[H\u001B[3~', 'b'],
  ])('%j and %j make %j', (text, keys, result) => {
    expect(inputText(after(text, keys))).toBe(result);
  });
});

describe('lines', () => {
  it.each([['abcdef', 4, 'abc…'], ['abc', 4, 'abc'], ['模型模型', 5, '模型…'], ['a\u001B[31m', 20, 'a<U+001B>[31m'], ['abc', 0, ''], ['模', 1, '…']])('%j in %i columns is %j', (text, cells, shown) => {
    expect(fit(text, cells)).toBe(shown);
  });

  it('keep the end of a path', () => {
    expect(fitEnd('environments/prod/values.yaml', 12)).toBe('…values.yaml');
  });

  it('are never wider than asked, and show nothing that a terminal obeys', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), fc.integer({ min: 2, max: 30 }), (text, cells) => {
      for (const line of [fit(text, cells), fitEnd(text, cells), ...wrap(text, cells)]) {
        expect(widthOf(line)).toBeLessThanOrEqual(Math.max(cells, 8)); // a hidden character is named in one piece
        expect(line).not.toMatch(/[\p{Cc}\u202A-\u202E]/u);
      }
      expect(widthOf(column('x', cells))).toBe(cells);
    }));
  });

  it('are broken between words', () => {
    expect(wrap('one two three', 8, { indent: 2 })).toEqual(['one two', '  three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
  });
});

describe('the display', () => {
  it('writes only the lines that change', () => {
    expect(changesBetween(['a', 'b', 'c'], ['a', 'x'])).toBe('\u001B[2;1Hx\u001B[0m\u001B[K\u001B[3;1H\u001B[0m\u001B[K');
    expect(changesBetween(['a'], ['a'])).toBe('');
    expect(changesBetween(undefined, ['a'])).toBe('\u001B[0m\u001B[2J\u001B[1;1Ha\u001B[0m\u001B[K');
  });
});

describe('the editor', () => {
  const place = { file: '/r/a b.yaml', line: 7, column: 3 };
  it.each([
    [{}, ['vi', '+7', '/r/a b.yaml']],
    [{ EDITOR: 'nano' }, ['nano', '+7', '/r/a b.yaml']],
    [{ EDITOR: 'nano', VISUAL: '/usr/bin/nvim -n' }, ['/usr/bin/nvim', '-n', '+7', '/r/a b.yaml']],
    [{ VISUAL: 'code' }, ['code', '--wait', '--goto', '/r/a b.yaml:7:3']],
    [{ VISUAL: 'code --wait' }, ['code', '--wait', '--goto', '/r/a b.yaml:7:3']],
    [{ EDITOR: '"/opt/my editor/ed" -x' }, ['/opt/my editor/ed', '-x', '/r/a b.yaml']],
    [{ EDITOR: 'hx', VISUAL: '  ' }, ['hx', '/r/a b.yaml:7:3']],
    [{ EDITOR: 'ed; rm -rf /' }, ['ed;', 'rm', '-rf', '/', '/r/a b.yaml']],
  ])('%j', (env, words) => {
    const [command, args] = editorCommand(env, place);
    expect([command, ...args]).toEqual(words);
  });
});

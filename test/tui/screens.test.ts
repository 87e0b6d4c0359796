/** Every scene at three sizes, against recorded screens. `RECORD=1` writes those that are missing; read them. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { playScene, sizeOf } from './scene.ts';
import { hasTmux } from './tmux.ts';

const root = fileURLToPath(new URL('screens', import.meta.url));
const SIZES = ['80x24', '40x12', '200x60'];

describe.skipIf(!hasTmux)('the interface in tmux', () => {
  const scenes = readdirSync(root).sort().flatMap((scene) => SIZES.map((size) => [scene, size] as const));

  it.concurrent.each(scenes)('%s at %s', { timeout: 300_000 }, async (scene, size) => {
    const shown = await playScene(join(root, scene, 'scene.txt'), sizeOf(size));
    const file = join(root, scene, `${size}.txt`);
    if (process.env.RECORD === '1' && !existsSync(file)) writeFileSync(file, shown);
    expect(shown).toBe(readFileSync(file, 'utf8'));
  });
});

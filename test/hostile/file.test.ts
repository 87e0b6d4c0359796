import { describe } from 'vitest';
import { judge } from './judged.ts';
import { fileCases } from './file-cases.ts';

describe('hostile repositories', () => judge('file', fileCases));

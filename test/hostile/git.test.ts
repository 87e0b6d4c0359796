import { describe } from 'vitest';
import { judge } from './judged.ts';
import { gitCases } from './git-cases.ts';

describe('hostile repositories', () => judge('git', gitCases));

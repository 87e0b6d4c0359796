import { describe } from 'vitest';
import { judge } from './judged.ts';
import { pathCases } from './path-cases.ts';

describe('hostile repositories', () => judge('path', pathCases));

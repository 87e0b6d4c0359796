import { describe } from 'vitest';
import { judge } from './judged.ts';
import { templateCases } from './template-cases.ts';

describe('hostile repositories', () => judge('template', templateCases));

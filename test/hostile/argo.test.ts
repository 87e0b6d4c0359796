import { describe } from 'vitest';
import { judge } from './judged.ts';
import { argoCases } from './argo-cases.ts';

describe('hostile repositories', () => judge('argo', argoCases));

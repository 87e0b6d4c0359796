/** Where an LLMInferenceService keeps its cache of keys and values. Follows kserve, llm_inference_service_validation.go `validateKVCacheOffloadingSpec`. */
import { parseQuantity, type Node, type Problem } from '#rule';
import { isFilled, isSet } from './kserve.ts';

export function* cacheProblems(cache: Node): Iterable<Problem> {
  const tiers = cache.get('secondary').items();
  if (tiers.length === 0) return;
  const cpu = cache.get('cpu');
  if (!isSet(cpu) || (cpu.isKnown && parseQuantity(cpu.written ?? '') !== undefined && Number.parseFloat(cpu.written ?? '') === 0)) {
    yield { at: isSet(cpu) ? cpu : cache, message: 'kvCacheOffloading has secondary tiers, and no cpu above 0 before them' };
  }
  for (const tier of tiers) yield* tierProblem(tier);
}

function* tierProblem(tier: Node): Iterable<Problem> {
  const files = tier.get('fileSystem');
  if (!isSet(files)) {
    yield { at: tier, message: 'a secondary tier has no fileSystem, the only kind there is' };
    return;
  }
  const [empty, claim] = [files.get('emptyDir'), files.get('pvc')];
  if (isSet(empty) === isSet(claim)) yield { at: files, message: `fileSystem has ${isSet(empty) ? 'emptyDir and pvc, not one of them' : 'neither emptyDir nor pvc'}` };
  if (!isSet(claim) || isSet(empty)) return;
  const [spec, ref] = [claim.get('spec'), claim.get('ref')];
  if (isSet(spec) === isSet(ref)) yield { at: claim, message: `pvc has ${isSet(spec) ? 'spec and ref, not one of them' : 'neither spec nor ref'}` };
  else if (isSet(ref) && !isFilled(ref.get('name'))) yield { at: ref, message: 'ref of pvc has no name' };
}

/** Which manifests stand in one cluster at the same time, and which are perhaps only alternatives. */
import { folderOf, type Manifest, type Problem } from '#rule';

/** `surely`: of one Application, of two with one destination, or of one file. `perhaps`: of files in one folder. */
export function togetherness(a: Manifest, b: Manifest): 'surely' | 'perhaps' | 'no' {
  if (isSameObject(a, b)) return 'no';
  if (a.application || b.application) {
    if (!a.application || !b.application) return 'no';
    return a.application === b.application || isSameDestination(a.application.destination, b.application.destination) ? 'surely' : 'no';
  }
  if (a.file.path === b.file.path) return 'surely';
  return folderOf(a.file.path) === folderOf(b.file.path) ? 'perhaps' : 'no';
}

/** Of one environment, of one Application, or of one folder: not only by chance of the same name. */
export function areInOnePlace(a: Manifest, b: Manifest): boolean {
  if (a.environment || b.environment) return a.environment === b.environment;
  return a.application || b.application ? a.application === b.application : folderOf(a.file.path) === folderOf(b.file.path);
}

/** How sure it is that one cluster gets both: `{}` where it surely does, a warning where they may be alternatives, nothing where nothing speaks for it. */
export function weightOfBoth(a: Manifest, b: Manifest): Pick<Problem, 'severity'> | undefined {
  const how = togetherness(a, b);
  if (how === 'surely') return {};
  return how === 'perhaps' || (!isSameObject(a, b) && areInOnePlace(a, b)) ? { severity: 'warning' } : undefined;
}

/** Two versions of one object are never both there. */
function isSameObject(a: Manifest, b: Manifest): boolean {
  return a === b || (a.kind === b.kind && a.name === b.name && a.namespace === b.namespace);
}

type Destination = NonNullable<Manifest['application']>['destination'];

function isSameDestination(a: Destination, b: Destination): boolean {
  const { server = '', name = '' } = a;
  return (server !== '' || name !== '') && server === (b.server ?? '') && name === (b.name ?? '');
}

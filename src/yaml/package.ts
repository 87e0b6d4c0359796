/** All that needs the package `yaml`, in one place: the bundle loads it on first use, see src/dev/deferred.ts. */
export { readByPackage } from './by-package.ts';
export { scanComments } from './comments.ts';

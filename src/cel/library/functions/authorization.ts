/** What an expression may ask of the cluster's authorizer (k8s.io/apiserver, pkg/cel/library/authz.go, 0.36). Nobody can be asked here: the variable itself is not known. */
import { CelFailure } from '../failure.ts';
import { define, type Registered, type RegisteredType } from './registered.ts';

class Authorizer {}

export const authorizationTypes: readonly RegisteredType[] = [{ name: 'kubernetes.authorization.Authorizer', constructor: Authorizer }];

const unanswered = (): never => {
  throw new CelFailure('there is no authorizer here');
};

const ASKED = [
  'path(string)', 'group(string)', 'serviceAccount(string, string)', 'resource(string)', 'subresource(string)', 'namespace(string)', 'name(string)',
  'fieldSelector(string)', 'labelSelector(string)', 'check(string)', 'errored()', 'error()', 'allowed()', 'reason()',
];

export const authorizationFunctions: readonly Registered[] = ASKED.map((signature) => define(`kubernetes.authorization.Authorizer.${signature}: dyn`, unanswered));

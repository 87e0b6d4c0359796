/**
 * Forms that the API server holds its own objects against in code, as formats of the schemas that mllint carries: no definition of anybody's names them.
 * Follows k8s.io/apimachinery, pkg/util/validation/validation.go and pkg/api/validation/path/name.go; kubernetes, pkg/apis/core/validation (1.36).
 */

import { isTimeZone } from '../../time-zone.ts';
import { isIp } from './addresses.ts';
import { isSchedule } from './cron-schedule.ts';

/** What is wanted of a text, for a message. */
export interface Format {
  readonly wants: string;
  fits(text: string): boolean;
}

/** By their names without dashes. */
export const OBJECT_FORMATS: readonly (readonly [string, Format])[] = [
  ['xmllintlabelkey', { wants: 'a label key: at most 63 letters, digits, -, _ and ., with or without a domain and a slash before them', fits: (text) => isQualifiedName(text) }],
  ['xmllintannotationkey', { wants: 'an annotation key: at most 63 letters, digits, -, _ and ., with or without a domain and a slash before them', fits: (text) => isQualifiedName(text.toLowerCase()) }],
  ['xmllintlabelvalue', { wants: 'a label value: at most 63 letters, digits, -, _ and ., with a letter or digit at both ends', fits: (text) => text === '' || isWord(text) }],
  ['xmllintdatakey', { wants: 'a key of at most 253 letters, digits, -, _ and .', fits: (text) => text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && !text.startsWith('..') }],
  ['xmllintresource', { wants: 'cpu, memory, ephemeral-storage, hugepages-<size> or a name with a domain such as nvidia.com/gpu', fits: isResourceOfContainers }],
  ['xmllintpathsegment', { wants: 'a name without / and %', fits: (text) => !/[/%]/.test(text) && text !== '.' && text !== '..' }],
  ['xmllintservicename', { wants: 'a name of at most 63 lower-case letters, digits and dashes that begins with a letter', fits: (text) => text.length <= 63 && /^[a-z](?:[a-z0-9-]*[a-z0-9])?$/.test(text) }],
  ['xmllintcronjobname', { wants: 'a name of at most 52 lower-case letters, digits, dashes and dots', fits: (text) => text.length <= 52 && isDomain(text) }],
  ['xmllintfinalizer', { wants: 'a finalizer: a name with a domain, such as example.com/cleanup', fits: isQualifiedName }],
  ['xmllintpathbelow', { wants: 'a relative path without ..', fits: (text) => !text.startsWith('/') && !text.split('/').includes('..') }],
  ['xmllintip', { wants: 'an IP address', fits: isIp }],
  ['xmllintclusterip', { wants: 'None or an IP address', fits: (text) => text === '' || text === 'None' || isIp(text) }],
  ['xmllintnoip', { wants: 'a host name', fits: (text) => !isIp(text) }],
  ['xmllintprovisioner', { wants: 'a name with a domain, such as ebs.csi.aws.com', fits: (text) => isQualifiedName(text.toLowerCase()) }],
  ['xmllintsometext', { wants: 'a text', fits: (text) => text !== '' }],
  ['xmllinttimezone', { wants: 'a time zone such as Europe/Berlin', fits: (text) => /^[A-Z]/.test(text) && isTimeZone(text) }],
  ['xmllintschedule', { wants: 'a schedule of five fields such as 0 3 * * *, or a word such as @daily', fits: isSchedule }],
];

/** `example.com/name`, or the name alone. */
function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  if (slash < 0) return isWord(text);
  return isDomain(text.slice(0, slash)) && isWord(text.slice(slash + 1));
}

function isWord(text: string): boolean {
  return text.length <= 63 && /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text);
}

/** A DNS subdomain of RFC 1123. */
export function isDomain(text: string): boolean {
  return text.length <= 253 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/.test(text);
}

function isResourceOfContainers(text: string): boolean {
  return text.includes('/') ? isQualifiedName(text) : ['cpu', 'memory', 'ephemeral-storage'].includes(text) || (text.startsWith('hugepages-') && text.length > 'hugepages-'.length);
}

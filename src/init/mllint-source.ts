/** Where hooks and workflows get mllint from: a commit of its repository, since a tag may be moved and a commit cannot. */

export interface MllintSource {
  /** `https://github.com/acme/mllint`, without `.git`. */
  readonly url: string;
  /** 40 hexadecimal digits. */
  readonly commit: string;
}

/** What stands in the place of a source that nobody named: nothing is found under it, so that a job fails and says so. */
export const UNNAMED: MllintSource = { url: 'https://github.com/your-organisation/mllint', commit: '0'.repeat(40) };

export function isNamed({ commit }: MllintSource): boolean {
  return commit !== UNNAMED.commit;
}

const SOURCE = /^(?:git\+)?(https:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/[A-Za-z0-9._~-]+){2,6})\/?#([0-9a-f]{40})$/;

/** `https://github.com/acme/mllint#<commit>`, also as npm writes it (`git+https://….git#<commit>`); nothing where it is something else. */
export function readSource(text: string): MllintSource | undefined {
  const [, url, commit] = SOURCE.exec(text) ?? [];
  return url === undefined || commit === undefined ? undefined : { url: url.replace(/\.git$/, ''), commit };
}

/** As a GitHub workflow uses an action of the same server: `acme/mllint@<commit>`. */
export function actionOf({ url, commit }: MllintSource): string {
  return `${new URL(url).pathname.slice(1)}@${commit}`;
}

/** As npm installs it. */
export function packageOf({ url, commit }: MllintSource): string {
  return `git+${url}.git#${commit}`;
}

const USED_ACTION = /\buses:\s*["']?([A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{0,90}mllint)@([0-9a-f]{40})\b/;

/** The source that a workflow of the repository names already. */
export function sourceIn(workflow: string): MllintSource | undefined {
  const [, name, commit] = USED_ACTION.exec(workflow) ?? [];
  return name === undefined || commit === undefined || commit === UNNAMED.commit ? undefined : { url: `https://github.com/${name}`, commit };
}

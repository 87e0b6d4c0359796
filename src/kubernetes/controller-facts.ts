/** What Argo CD reads besides Applications and sets: the Secrets of clusters and its own settings. */

export const SECRET_TYPE_LABEL = 'argocd.argoproj.io/secret-type';
export const FILE_GLOBBING_KEY = 'applicationsetcontroller.enable.new.git.file.globbing';

export const BUILD_OPTIONS_KEY = 'kustomize.buildOptions';

/** Whether a document may be one of these, whatever its kind. */
export function mayBeReadByController(text: string): boolean {
  return text.includes(SECRET_TYPE_LABEL) || text.includes(FILE_GLOBBING_KEY) || text.includes(BUILD_OPTIONS_KEY);
}

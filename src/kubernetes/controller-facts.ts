/** What the ApplicationSet controller reads besides the sets: the Secrets of clusters and its own settings. */

export const SECRET_TYPE_LABEL = 'argocd.argoproj.io/secret-type';
export const FILE_GLOBBING_KEY = 'applicationsetcontroller.enable.new.git.file.globbing';

/** Whether a document may be one of these, whatever its kind. */
export function mayBeReadByController(text: string): boolean {
  return text.includes(SECRET_TYPE_LABEL) || text.includes(FILE_GLOBBING_KEY);
}

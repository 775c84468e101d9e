// Whether a folder lies on a drive of this machine or on another machine: the latter tells nobody of its changes.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export type DriveKind = "local" | "network";

/** One line of the system's list of mounts. */
export interface Mount {
  /** Absolute path of the mount point. */
  path: string;
  /** As the system names it: `ext4`, `nfs4`, `fuse.sshfs`, `smbfs`, ... */
  type: string;
}

/** File systems whose changes other machines make unseen by this one. */
const networkTypes =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|afs|ceph|9p|davfs2?|webdav|glusterfs|lustre|ncpfs|vboxsf|vmhgfs|prl_fs|virtiofs|drvfs|fuse\.(sshfs|rclone|davfs2?|gvfsd-fuse|s3fs|glusterfs|ceph|vmhgfs-fuse|curlftpfs|smbnetfs|google-drive-ocamlfuse))$/;

/** The kind of drive that a folder lies on; `local` where it cannot be told. */
export function findDriveKind(folderPath: string): DriveKind {
  if (process.platform === "win32") return folderPath.startsWith("\\\\") ? "network" : "local";
  return toDriveKind(folderPath, listMounts());
}

/** Pure: the innermost mount around the folder decides. */
export function toDriveKind(folderPath: string, mounts: readonly Mount[]): DriveKind {
  let innermost: Mount | undefined;
  for (const mount of mounts) {
    const prefix = mount.path.endsWith("/") ? mount.path : `${mount.path}/`;
    const isAround = folderPath === mount.path || folderPath.startsWith(prefix);
    // Of two on one point, the later hides the earlier.
    if (isAround && mount.path.length >= (innermost?.path.length ?? 0)) innermost = mount;
  }
  return innermost !== undefined && networkTypes.test(innermost.type) ? "network" : "local";
}

/** Reads `/proc/self/mounts` of Linux: device, path, type, with spaces as `\040`. */
export function parseLinuxMounts(text: string): Mount[] {
  return text
    .split("\n")
    .map((line) => line.split(" "))
    .filter((fields) => fields.length >= 3)
    .map(([, mountPath = "", type = ""]) => ({
      path: mountPath.replace(/\\([0-7]{3})/g, (_, octal: string) =>
        String.fromCharCode(Number.parseInt(octal, 8)),
      ),
      type,
    }));
}

/** Reads what `mount` of macOS prints: `//me@nas/sounds on /Volumes/sounds (smbfs, nodev, nosuid)`. */
export function parseMacMounts(text: string): Mount[] {
  return text.split("\n").flatMap((line) => {
    const [, mountPath, type] = / on (\/.*) \(([^,)]+)/.exec(line) ?? [];
    return mountPath !== undefined && type !== undefined ? [{ path: mountPath, type }] : [];
  });
}

function listMounts(): Mount[] {
  try {
    return process.platform === "darwin"
      ? parseMacMounts(execFileSync("/sbin/mount", { encoding: "utf8", timeout: 2000 }))
      : parseLinuxMounts(readFileSync("/proc/self/mounts", "utf8"));
  } catch {
    return [];
  }
}

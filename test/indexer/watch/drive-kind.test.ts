import { expect, test } from "vitest";
import { parseLinuxMounts, parseMacMounts, toDriveKind } from "../../../main/indexer/watch/drive-kind.ts";

// From /proc/self/mounts of Debian 12, with a share and an external drive mounted.
const linux = `proc /proc proc rw,nosuid 0 0
/dev/vda / ext4 rw,relatime 0 0
//nas/Sound\\040Library /mnt/Sound\\040Library cifs rw,vers=3.1.1,addr=192.0.2.7 0 0
nas:/export /srv/samples nfs4 rw,relatime 0 0
/dev/sdb1 /media/me/USB fuseblk rw,nosuid 0 0
me@host:/home /home/me/remote fuse.sshfs rw 0 0
`;
// From \`mount\` of macOS 14.
const mac = `/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//me@nas._smb._tcp.local/Samples on /Volumes/Samples (smbfs, nodev, nosuid, mounted by me)
/dev/disk4s1 on /Volumes/USB (local) (exfat, local, nodev, nosuid, noowners)
`;

test.for([
  ["/home/me/Sounds", "local"],
  ["/mnt/Sound Library", "network"],
  ["/mnt/Sound Library/Drums", "network"],
  ["/mnt/Sound Library 2", "local"],
  ["/srv/samples/kicks", "network"],
  ["/media/me/USB/loops", "local"],
  ["/home/me/remote/x", "network"],
] as const)("Linux: %s is %s", ([folder, kind]) => {
  expect(toDriveKind(folder, parseLinuxMounts(linux))).toBe(kind);
});

test.for([
  ["/Users/me/Sounds", "local"],
  ["/Volumes/Samples/Kicks", "network"],
  ["/Volumes/USB", "local"],
] as const)("macOS: %s is %s", ([folder, kind]) => {
  expect(toDriveKind(folder, parseMacMounts(mac))).toBe(kind);
});

test("of two mounts on one point the later counts", () => {
  const mounts = [
    { path: "/a", type: "nfs" },
    { path: "/a", type: "ext4" },
  ];
  expect(toDriveKind("/a/b", mounts)).toBe("local");
});

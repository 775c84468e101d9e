// The file that a list shows for a sound with several.

/** Which of a sound's files stands for it: one on disk before one that is away or gone, then the oldest. */
export const representativeFileSql = `
  (SELECT id FROM files WHERE sound_id = sounds.id
   ORDER BY CASE state WHEN 'present' THEN 0 WHEN 'offline' THEN 1 ELSE 2 END, id LIMIT 1)`;

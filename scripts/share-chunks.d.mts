/** Makes each copy of a chunk of server code below `folder` load the first. @returns how many files became such */
export function shareChunks(folder: string): number

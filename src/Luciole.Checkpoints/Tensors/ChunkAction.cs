namespace Luciole.Checkpoints;

/// <summary>Takes the next bytes of a sequence.</summary>
internal delegate void ChunkAction(ReadOnlySpan<byte> chunk);

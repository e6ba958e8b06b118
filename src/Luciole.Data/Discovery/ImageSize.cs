namespace Luciole.Data.Discovery;

/// <summary>What an image's header says of its size.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
public readonly record struct ImageSize(int Height, int Width, int Channels);

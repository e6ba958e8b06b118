namespace Luciole.Kernels.Convolution;

/// <summary>A part of the weights' spectra: some blocks of output channels, some input channels.</summary>
/// <param name="FirstBlock">First block of output channels, a register wide each.</param>
/// <param name="Blocks">How many.</param>
/// <param name="FirstChannel">First input channel: a multiple of the register's width.</param>
/// <param name="Channels">How many.</param>
internal readonly record struct Piece(int FirstBlock, int Blocks, int FirstChannel, int Channels);

using Luciole.Kernels.Memory;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Convolution;

/// <content>
/// Weights that are seen by few tiles: their spectra would be written to memory and read back for a handful of rows. Each thread takes some
/// filters and transforms, multiplies and adds up a few input channels at a time, which stay in its cache in between. While one thread
/// waits for memory another one computes.
/// </content>
internal sealed unsafe partial class SpectralConvolution<TLanes, TVector>
{
    private const int FiltersInStream = 32;
    private const int ChannelsInStream = 32;

    private static int BlocksInStream => Math.Max(1, FiltersInStream / TLanes.Count);

    private void Stream(
        TileGrid grid, ConvolutionShape shape, KernelAddress kernels, PairRange pairs, SpectraBuffer x, float** output, Epilogue epilogue, byte[] broken, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        var blocks = Blocks(shape.Filters);
        var atOnce = BlocksInStream;
        var rowStep = (nint)atOnce * Point;
        var frequencyStep = (2 * pairs.Count * rowStep) + SpectraBuffer.Line;
        var largest = PieceFloats(grid, new Piece(0, atOnce, 0, ChannelsInStream));
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        using var weights = new ThreadScratch(workspaces, team.Size, largest);
        using var sums = new ThreadScratch(workspaces, team.Size, grid.Frequencies * (long)frequencyStep);
        for (var worker = 0; worker < team.Size; worker++)
            transform.ClearForKernels(scratch.Of(worker), shape.Kernel);
        team.Run((blocks + atOnce - 1) / atOnce, (part, worker) =>
        {
            var first = part * atOnce;
            var count = Math.Min(atOnce, blocks - first);
            var y = sums.Of(worker);
            for (var channel = 0; channel < shape.Channels; channel += ChannelsInStream)
            {
                var piece = new Piece(first, count, channel, Math.Min(ChannelsInStream, shape.Channels - channel));
                var couples = (piece.Channels + 1) / 2;
                for (var i = 0; i < piece.Blocks * couples; i++)
                    TransformCouple(grid, shape, kernels, piece, i, weights.Of(worker), scratch.Of(worker));
                Multiply(grid, piece, new FrequencyRange(0, grid.Frequencies), weights.Of(worker), pairs, x, y, rowStep, frequencyStep);
            }

            // The rows of the inverse are no rows of kernels: they must be clear again for the next ones.
            for (var i = 0; i < pairs.Count * count; i++)
                InversePair(grid, shape, first, count, i, pairs, y, rowStep, frequencyStep, output, epilogue, broken, scratch.Of(worker));
            transform.ClearForKernels(scratch.Of(worker), shape.Kernel);
        });
    }
}

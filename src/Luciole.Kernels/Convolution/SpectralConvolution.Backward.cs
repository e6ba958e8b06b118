using Luciole.Kernels.Memory;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Convolution;

/// <content>Gradients. The spectra of the output's gradient serve both: with the turned kernels for the input's, with the input's for the weights'.</content>
internal sealed unsafe partial class SpectralConvolution<TLanes, TVector>
{
    private const long WholeGradientBytes = 256L << 20;
    private const long GradientPieceBytes = 16L << 20;

    /// <inheritdoc/>
    public void Backward(
        ConvolutionShape shape, float** input, float** outputGradient, float* weight, float** inputGradient, float* weightGradient, WorkTeam team)
    {
        var back = shape.Transposed;
        var grid = new TileGrid(shape, Size(shape));
        var (channelBlocks, filterBlocks) = (Blocks(shape.Channels), Blocks(shape.Filters));
        var kernels = KernelAddress.Backward(shape, weight);
        // Sums over all pairs: whole where they are small, else in pieces, for which all pairs must be at hand.
        var isSummedWhole = weightGradient != null && SpectraFloats(shape, grid) * sizeof(float) <= WholeGradientBytes;
        var chunk = weightGradient != null && !isSummedWhole ? grid.Pairs : ChunkOf(grid, filterBlocks + channelBlocks);
        using var made = inputGradient != null ? MakeWeights(grid, back, kernels, chunk, team) : null;
        using var dy = new SpectraBuffer(workspaces, grid, chunk, filterBlocks, Point);
        using var x = weightGradient != null ? new SpectraBuffer(workspaces, grid, chunk, channelBlocks, Point) : null;
        var whole = new Piece(0, filterBlocks, 0, shape.Channels);
        using var sums = isSummedWhole ? workspaces.Rent(SpectraFloats(shape, grid)) : null;
        var broken = new byte[grid.Tiles + 1];
        for (var first = 0; first < grid.Pairs; first += chunk)
        {
            var pairs = new PairRange(first, Math.Min(chunk, grid.Pairs - first));
            ForwardTiles(grid, shape.Filters, shape, outputGradient, isCore: false, pairs, dy, broken, team);
            if (inputGradient != null)
                Multiply(grid, back, kernels, made is null ? null : made.Address, pairs, dy, inputGradient, Epilogue.None, broken, team);
            if (x is null)
                continue;
            ForwardTiles(grid, shape.Channels, shape, input, isCore: true, pairs, x, broken, team);
            if (sums is not null)
                SumOfPiece(grid, whole, pairs, x, dy, sums.Address, first > 0, team);
            else
                GradientByPieces(grid, shape, pairs, x, dy, weightGradient, team);
        }

        if (sums is not null)
            GradientOfPiece(grid, shape, whole, sums.Address, weightGradient, team);
        if (weightGradient != null && broken.AsSpan().Contains((byte)1))
            new Span<float>(weightGradient, shape.Filters * shape.Channels * shape.Kernel * shape.Kernel).Fill(float.NaN);
    }

    private void GradientByPieces(TileGrid grid, ConvolutionShape shape, PairRange pairs, SpectraBuffer x, SpectraBuffer dy, float* weightGradient, WorkTeam team)
    {
        var pieces = Pieces(shape, grid);
        using var sums = workspaces.Rent(pieces.Max(p => PieceFloats(grid, p)));
        foreach (var piece in pieces)
        {
            SumOfPiece(grid, piece, pairs, x, dy, sums.Address, isAdded: false, team);
            GradientOfPiece(grid, shape, piece, sums.Address, weightGradient, team);
        }
    }

    private static List<Piece> Pieces(ConvolutionShape shape, TileGrid grid)
    {
        var (blocks, atOnce) = (Blocks(shape.Filters), 2 * BlocksInStream);
        var channels = (int)Math.Max(TLanes.Count, GradientPieceBytes / (grid.Frequencies * atOnce * Point * sizeof(float)) / TLanes.Count * TLanes.Count);
        var pieces = new List<Piece>();
        for (var block = 0; block < blocks; block += atOnce)
        {
            for (var channel = 0; channel < shape.Channels; channel += channels)
                pieces.Add(new Piece(block, Math.Min(atOnce, blocks - block), channel, Math.Min(channels, shape.Channels - channel)));
        }

        return pieces;
    }

    private static void SumOfPiece(TileGrid grid, Piece piece, PairRange pairs, SpectraBuffer x, SpectraBuffer dy, float* sums, bool isAdded, WorkTeam team)
    {
        var step = PieceStep(piece);
        var atOnce = Math.Max(1, grid.Frequencies / (team.Size * 24));
        team.Run((grid.Frequencies + atOnce - 1) / atOnce, (part, _) =>
        {
            for (var f = part * atOnce; f < Math.Min(grid.Frequencies, (part + 1) * atOnce); f++)
            {
                SpectralGradient<TLanes, TVector>.Run(
                    x.At(f) + (piece.FirstChannel / TLanes.Count * Point),
                    x.RowStep,
                    piece.Channels,
                    dy.At(f) + (piece.FirstBlock * Point),
                    dy.RowStep,
                    grid.IsSelfMirrored(f) ? pairs.Count : 2 * pairs.Count,
                    piece.Blocks,
                    sums + (f * step),
                    (nint)piece.Channels * Point,
                    isAdded);
            }
        });
    }

    private void GradientOfPiece(TileGrid grid, ConvolutionShape shape, Piece piece, float* sums, float* weightGradient, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        var kernels = KernelAddress.Forward(shape, weightGradient);
        var step = PieceStep(piece);
        var couples = (piece.Channels + 1) / 2;
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        team.Run(piece.Blocks * couples, (part, worker) =>
        {
            var (block, channel) = (part / couples, part % couples * 2);
            var filter = (piece.FirstBlock + block) * TLanes.Count;
            transform.KernelGradients(
                sums + ((((nint)block * piece.Channels) + channel) * Point),
                step,
                shape.Kernel,
                kernels.At(piece.FirstChannel + channel, filter),
                kernels.OutputStep,
                Math.Min(TLanes.Count, shape.Filters - filter),
                kernels.InputStep,
                channel + 1 < piece.Channels,
                scratch.Of(worker));
        });
    }
}

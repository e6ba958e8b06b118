using System.Collections.Concurrent;
using Luciole.Kernels.Fourier;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Convolution;

/// <summary>Overlap-save convolution with one kind of register.</summary>
internal sealed unsafe partial class SpectralConvolution<TLanes, TVector>(WorkspacePool workspaces, int? tileSize = null) : ISpectralConvolution
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // Spectra of a chunk of tiles; more does not help, less lets the threads wait for each other more often.
    private const long ChunkBytes = 64L << 20;

    // Spectra of weights up to this size are made at once for a call; larger ones in pieces that stay in the cache between making and use.
    private const long WholeWeightsBytes = 96L << 20;
    private const long WeightPieceBytes = 10L << 20;
    private const int FiltersInPiece = 32;

    // A line between frequencies: steps of powers of two would put them on the same lines of the cache.
    private const int Line = 16;

    private readonly ConcurrentDictionary<int, ITileTransform> _transforms = new();

    private static int Point => 2 * TLanes.Count;

    /// <inheritdoc/>
    public long SpectraBytes(ConvolutionShape shape) => SpectraFloats(shape, new TileGrid(shape, Size(shape, false))) * sizeof(float);

    /// <inheritdoc/>
    public WeightSpectra TransformWeights(ConvolutionShape shape, float* weight, WorkTeam team)
    {
        var grid = new TileGrid(shape, Size(shape, false));
        var floats = SpectraFloats(shape, grid);
        var memory = workspaces.Rent(floats);
        TransformPiece(grid, shape, KernelAddress.Forward(shape, weight), new Piece(0, Blocks(shape.Filters), 0, shape.Channels), memory.Address, team);
        return new WeightSpectra(memory, grid.Size, floats * sizeof(float));
    }

    /// <inheritdoc/>
    public void Forward(ConvolutionShape shape, float** input, float* weight, WeightSpectra? spectra, float** output, Epilogue epilogue, WorkTeam team)
    {
        var grid = new TileGrid(shape, spectra?.TileSize ?? Size(shape, true));
        var pieces = Pieces(shape, grid, spectra is not null);
        using var made = spectra is null && pieces.Count == 1 ? workspaces.Rent(SpectraFloats(shape, grid)) : null;
        var kernels = KernelAddress.Forward(shape, weight);
        if (made is not null)
            TransformPiece(grid, shape, kernels, pieces[0], made.Address, team);
        var weights = spectra is not null ? spectra.Memory.Address : made is not null ? made.Address : null;

        var chunk = ChunkOf(grid, Blocks(shape.Channels) + pieces[0].Blocks);
        using var x = new SpectraBuffer(workspaces, grid, chunk, Blocks(shape.Channels), Point);
        using var y = new SpectraBuffer(workspaces, grid, chunk, pieces[0].Blocks, Point);
        var broken = new byte[grid.Tiles + 1];
        for (var first = 0; first < grid.Pairs; first += chunk)
        {
            var pairs = new PairRange(first, Math.Min(chunk, grid.Pairs - first));
            ForwardTiles(grid, shape.Channels, shape, input, isCore: false, pairs, x, broken, team);
            Multiply(grid, shape, kernels, pieces, weights, pairs, x, y, output, epilogue, broken, team);
        }
    }

    // All pieces' products with the spectra of a range of pairs, and the results of each.
    private void Multiply(
        TileGrid grid, ConvolutionShape shape, KernelAddress kernels, List<Piece> pieces, float* weights, PairRange pairs, SpectraBuffer x, SpectraBuffer y, float** output, Epilogue epilogue, byte[] broken, WorkTeam team)
    {
        using var piecewise = weights == null ? workspaces.Rent(pieces.Max(p => PieceFloats(grid, p))) : null;
        foreach (var piece in pieces)
        {
            if (piecewise is not null)
                TransformPiece(grid, shape, kernels, piece, piecewise.Address, team);
            ProductOfPiece(grid, piece, piecewise is null ? weights : piecewise.Address, pairs, x, y, team);
            if (piece.FirstChannel + piece.Channels == shape.Channels)
                InverseTiles(grid, shape, piece, pairs, y, output, epilogue, broken, team);
        }
    }

    private void TransformPiece(TileGrid grid, ConvolutionShape shape, KernelAddress kernels, Piece piece, float* spectra, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        var step = PieceStep(piece);
        var couples = (piece.Channels + 1) / 2;
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        for (var worker = 0; worker < team.Size; worker++)
            transform.ClearForKernels(scratch.Of(worker), shape.Kernel);
        team.Run(piece.Blocks * couples, (part, worker) =>
        {
            var (block, channel) = (part / couples, part % couples * 2);
            var filter = (piece.FirstBlock + block) * TLanes.Count;
            transform.Kernels(
                kernels.At(piece.FirstChannel + channel, filter),
                kernels.OutputStep,
                Math.Min(TLanes.Count, shape.Filters - filter),
                kernels.InputStep,
                channel + 1 < piece.Channels,
                shape.Kernel,
                kernels.IsFlipped,
                spectra + ((((nint)block * piece.Channels) + channel) * Point),
                step,
                scratch.Of(worker));
        });
    }

    private static void ProductOfPiece(TileGrid grid, Piece piece, float* weights, PairRange pairs, SpectraBuffer x, SpectraBuffer y, WorkTeam team)
    {
        var step = PieceStep(piece);
        var atOnce = Math.Max(1, grid.Frequencies / (team.Size * 24));
        team.Run((grid.Frequencies + atOnce - 1) / atOnce, (part, _) =>
        {
            var end = Math.Min(grid.Frequencies, (part + 1) * atOnce);
            for (var f = part * atOnce; f < end; f++)
            {
                var rows = grid.IsSelfMirrored(f) ? pairs.Count : 2 * pairs.Count;
                var ahead = f + 1 < end
                    ? new Prefetcher(x.At(f + 1), rows * x.RowStep, weights + ((f + 1) * step), step, y.At(f + 1), rows * y.RowStep, (long)rows * piece.Blocks)
                    : default;
                SpectralProduct<TLanes, TVector>.Run(
                    x.At(f) + (piece.FirstChannel / TLanes.Count * Point),
                    x.RowStep,
                    rows,
                    piece.Channels,
                    weights + (f * step),
                    (nint)piece.Channels * Point,
                    piece.Blocks,
                    y.At(f),
                    y.RowStep,
                    piece.FirstChannel > 0,
                    ahead);
            }
        });
    }

    private void ForwardTiles(
        TileGrid grid, int channels, ConvolutionShape shape, float** planes, bool isCore, PairRange pairs, SpectraBuffer target, byte[] broken, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        var blocks = Blocks(channels);
        var extent = isCore ? grid.Valid : grid.Size;
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        team.Run(pairs.Count * blocks, (part, worker) =>
        {
            var (pair, block) = (part / blocks, part % blocks);
            var tile = 2 * (pairs.First + pair);
            var found = transform.Forward(
                WindowOf(grid, tile, channels, block, planes, isCore ? 0 : grid.Radius),
                WindowOf(grid, tile + 1, channels, block, planes, isCore ? 0 : grid.Radius),
                extent,
                shape.Height,
                shape.Width,
                target.At(0) + (pair * target.RowStep) + (block * Point),
                target.FrequencyStep,
                pairs.Count * target.RowStep,
                scratch.Of(worker));
            if ((found & 1) != 0)
                broken[tile] = 1;
            if ((found & 2) != 0)
                broken[tile + 1] = 1;
        });
    }

    private void InverseTiles(
        TileGrid grid, ConvolutionShape shape, Piece piece, PairRange pairs, SpectraBuffer y, float** output, Epilogue epilogue, byte[] broken, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        team.Run(pairs.Count * piece.Blocks, (part, worker) =>
        {
            var (pair, block) = (part / piece.Blocks, part % piece.Blocks);
            var tile = 2 * (pairs.First + pair);
            var a = WindowOf(grid, tile, shape.Filters, piece.FirstBlock + block, output, 0);
            var b = WindowOf(grid, tile + 1, shape.Filters, piece.FirstBlock + block, output, 0);
            transform.Inverse(
                y.At(0) + (pair * y.RowStep) + (block * Point),
                y.FrequencyStep,
                pairs.Count * y.RowStep,
                a,
                b,
                grid.Valid,
                shape.Height,
                shape.Width,
                (piece.FirstBlock + block) * TLanes.Count,
                epilogue,
                scratch.Of(worker));
            if (broken[tile] != 0)
                FillWithNaN(a, grid.Valid, shape);
            if (broken[tile + 1] != 0)
                FillWithNaN(b, grid.Valid, shape);
        });
    }

    private static TileWindow WindowOf(TileGrid grid, int tile, int channels, int block, float** planes, int margin)
    {
        if (tile >= grid.Tiles)
            return default;
        var (image, top, left) = grid.Locate(tile);
        var first = block * TLanes.Count;
        return new TileWindow(planes + ((nint)image * channels) + first, Math.Min(TLanes.Count, channels - first), top - margin, left - margin);
    }

    private static void FillWithNaN(in TileWindow window, int valid, ConvolutionShape shape)
    {
        for (var lane = 0; lane < window.Lanes; lane++)
        {
            for (var y = window.Top; y < Math.Min(shape.Height, window.Top + valid); y++)
                new Span<float>(window.Planes[lane] + ((nint)y * shape.Width) + window.Left, Math.Min(valid, shape.Width - window.Left)).Fill(float.NaN);
        }
    }

    private int Size(ConvolutionShape shape, bool isTransformingWeights) => tileSize ?? TileSize.Choose(shape, isTransformingWeights);

    private ITileTransform TransformOf(int size) => _transforms.GetOrAdd(size, static size => size switch
    {
        16 => new TileTransform<TLanes, TVector, Radix4, Radix4>(),
        24 => new TileTransform<TLanes, TVector, Radix4, Radix6>(),
        32 => new TileTransform<TLanes, TVector, Radix4, Radix8>(),
        40 => new TileTransform<TLanes, TVector, Radix5, Radix8>(),
        48 => new TileTransform<TLanes, TVector, Radix6, Radix8>(),
        64 => new TileTransform<TLanes, TVector, Radix8, Radix8>(),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "no transform of this size"),
    });

    private static int Blocks(int channels) => (channels + TLanes.Count - 1) / TLanes.Count;

    // Pairs to hold spectra of at a time: a multiple of three, since products take rows by six.
    private static int ChunkOf(TileGrid grid, int blocks)
    {
        var bytes = 2L * grid.Frequencies * blocks * Point * sizeof(float);
        var most = Math.Max(3, ChunkBytes / bytes);
        var chunks = (grid.Pairs + most - 1) / most;
        return (int)Math.Min(grid.Pairs, (((grid.Pairs + chunks - 1) / chunks) + 2) / 3 * 3);
    }

    private static long SpectraFloats(ConvolutionShape shape, TileGrid grid) =>
        PieceFloats(grid, new Piece(0, Blocks(shape.Filters), 0, shape.Channels));

    private static nint PieceStep(Piece piece) => ((nint)piece.Blocks * piece.Channels * Point) + Line;

    private static long PieceFloats(TileGrid grid, Piece piece) => (long)grid.Frequencies * PieceStep(piece);

    private static List<Piece> Pieces(ConvolutionShape shape, TileGrid grid, bool isCached)
    {
        var blocks = Blocks(shape.Filters);
        if (isCached || SpectraFloats(shape, grid) * sizeof(float) <= WholeWeightsBytes)
            return [new Piece(0, blocks, 0, shape.Channels)];
        var pieces = new List<Piece>();
        var atOnce = Math.Max(1, FiltersInPiece / TLanes.Count);
        var most = WeightPieceBytes / (grid.Frequencies * atOnce * Point * sizeof(float));
        var channels = (int)Math.Max(TLanes.Count, most / TLanes.Count * TLanes.Count);
        for (var block = 0; block < blocks; block += atOnce)
        {
            for (var channel = 0; channel < shape.Channels; channel += channels)
                pieces.Add(new Piece(block, Math.Min(atOnce, blocks - block), channel, Math.Min(channels, shape.Channels - channel)));
        }

        return pieces;
    }
}

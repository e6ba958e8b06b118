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

    // Spectra of weights up to these sizes are made at once for a call: when several chunks of tiles use them, and when one does.
    private const long WholeWeightsBytes = 256L << 20;
    private const long WholeWeightsOnceBytes = 16L << 20;

    private readonly ConcurrentDictionary<int, ITileTransform> _transforms = new();

    private static int Point => 2 * TLanes.Count;

    /// <inheritdoc/>
    public long SpectraBytes(ConvolutionShape shape) => SpectraFloats(shape, new TileGrid(shape, Size(shape))) * sizeof(float);

    /// <inheritdoc/>
    public WeightSpectra TransformWeights(ConvolutionShape shape, float* weight, WorkTeam team)
    {
        var grid = new TileGrid(shape, Size(shape));
        var floats = SpectraFloats(shape, grid);
        var memory = workspaces.Rent(floats);
        TransformPiece(grid, shape, KernelAddress.Forward(shape, weight), new Piece(0, Blocks(shape.Filters), 0, shape.Channels), memory.Address, team);
        return new WeightSpectra(memory, grid.Size, floats * sizeof(float));
    }

    /// <inheritdoc/>
    public void Forward(ConvolutionShape shape, float** input, float* weight, WeightSpectra? spectra, float** output, Epilogue epilogue, WorkTeam team)
    {
        var grid = new TileGrid(shape, spectra?.TileSize ?? Size(shape));
        var chunk = ChunkOf(grid, Blocks(shape.Channels) + Blocks(shape.Filters));
        var kernels = KernelAddress.Forward(shape, weight);
        using var weights = spectra is null ? MakeWeights(grid, shape, kernels, chunk, team) : null;
        using var x = new SpectraBuffer(workspaces, grid, chunk, Blocks(shape.Channels), Point);
        var broken = new byte[grid.Tiles + 1];
        for (var first = 0; first < grid.Pairs; first += chunk)
        {
            var pairs = new PairRange(first, Math.Min(chunk, grid.Pairs - first));
            ForwardTiles(grid, shape.Channels, shape, input, isCore: false, pairs, x, broken, team);
            Multiply(grid, shape, kernels, (spectra?.Memory ?? weights) is { } made ? made.Address : null, pairs, x, output, epilogue, broken, team);
        }
    }

    // The spectra of all weights for one call, unless they are better made piece by piece: then null.
    private Workspace? MakeWeights(TileGrid grid, ConvolutionShape shape, KernelAddress kernels, int chunk, WorkTeam team)
    {
        var bytes = SpectraFloats(shape, grid) * sizeof(float);
        if (bytes > (chunk < grid.Pairs ? WholeWeightsBytes : WholeWeightsOnceBytes))
            return null;
        var made = workspaces.Rent(SpectraFloats(shape, grid));
        TransformPiece(grid, shape, kernels, new Piece(0, Blocks(shape.Filters), 0, shape.Channels), made.Address, team);
        return made;
    }

    // The products with the spectra of a range of pairs, and the results.
    private void Multiply(
        TileGrid grid, ConvolutionShape shape, KernelAddress kernels, float* weights, PairRange pairs, SpectraBuffer x, float** output, Epilogue epilogue, byte[] broken, WorkTeam team)
    {
        if (weights == null)
        {
            Stream(grid, shape, kernels, pairs, x, output, epilogue, broken, team);
            return;
        }

        var whole = new Piece(0, Blocks(shape.Filters), 0, shape.Channels);
        using var y = new SpectraBuffer(workspaces, grid, pairs.Count, whole.Blocks, Point);
        var atOnce = Math.Max(1, grid.Frequencies / (team.Size * 24));
        team.Run((grid.Frequencies + atOnce - 1) / atOnce, (part, _) =>
            Multiply(grid, whole, new FrequencyRange(part * atOnce, Math.Min(grid.Frequencies, (part + 1) * atOnce)), weights, pairs, x, y.At(0), y.RowStep, y.FrequencyStep));
        var transform = TransformOf(grid.Size);
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        team.Run(pairs.Count * whole.Blocks, (part, worker) =>
            InversePair(grid, shape, 0, whole.Blocks, part, pairs, y.At(0), y.RowStep, y.FrequencyStep, output, epilogue, broken, scratch.Of(worker)));
    }

    private void TransformPiece(TileGrid grid, ConvolutionShape shape, KernelAddress kernels, Piece piece, float* spectra, WorkTeam team)
    {
        var transform = TransformOf(grid.Size);
        using var scratch = new ThreadScratch(workspaces, team.Size, transform.ScratchFloats);
        for (var worker = 0; worker < team.Size; worker++)
            transform.ClearForKernels(scratch.Of(worker), shape.Kernel);
        team.Run(piece.Blocks * ((piece.Channels + 1) / 2), (part, worker) => TransformCouple(grid, shape, kernels, piece, part, spectra, scratch.Of(worker)));
    }

    // Two input channels of one block of filters.
    private void TransformCouple(TileGrid grid, ConvolutionShape shape, KernelAddress kernels, Piece piece, int number, float* spectra, float* scratch)
    {
        var couples = (piece.Channels + 1) / 2;
        var (block, channel) = (number / couples, number % couples * 2);
        var filter = (piece.FirstBlock + block) * TLanes.Count;
        TransformOf(grid.Size).Kernels(
            kernels.At(piece.FirstChannel + channel, filter),
            kernels.OutputStep,
            Math.Min(TLanes.Count, shape.Filters - filter),
            kernels.InputStep,
            channel + 1 < piece.Channels,
            shape.Kernel,
            kernels.IsFlipped,
            spectra + ((((nint)block * piece.Channels) + channel) * Point),
            PieceStep(piece),
            scratch);
    }

    private static void Multiply(
        TileGrid grid, Piece piece, FrequencyRange range, float* weights, PairRange pairs, SpectraBuffer x, float* y, nint yRowStep, nint yFrequencyStep)
    {
        var step = PieceStep(piece);
        Span<Prefetcher.Region> regions = stackalloc Prefetcher.Region[3];
        for (var f = range.First; f < range.End; f++)
        {
            var rows = grid.IsSelfMirrored(f) ? pairs.Count : 2 * pairs.Count;
            var from = piece.FirstChannel / TLanes.Count * Point;
            regions[0] = new(x.At(f + 1) + from, x.RowStep, rows, (nint)Blocks(piece.Channels) * Point);
            regions[1] = new(weights + ((f + 1) * step), 0, 1, step);
            regions[2] = new(y + ((f + 1) * yFrequencyStep), 0, 1, rows * yRowStep);
            var ahead = new Prefetcher(f + 1 < range.End ? regions : [], (long)rows * piece.Blocks);
            SpectralProduct<TLanes, TVector>.Run(
                x.At(f) + from,
                x.RowStep,
                rows,
                piece.Channels,
                weights + (f * step),
                (nint)piece.Channels * Point,
                piece.Blocks,
                y + (f * yFrequencyStep),
                yRowStep,
                piece.FirstChannel > 0,
                ref ahead);
        }
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

    // One pair of tiles and one of so many blocks of filters.
    private void InversePair(
        TileGrid grid, ConvolutionShape shape, int firstBlock, int blocks, int number, PairRange pairs, float* y, nint rowStep, nint frequencyStep, float** output, Epilogue epilogue, byte[] broken, float* scratch)
    {
        var (pair, block) = (number / blocks, number % blocks);
        var tile = 2 * (pairs.First + pair);
        var a = WindowOf(grid, tile, shape.Filters, firstBlock + block, output, 0);
        var b = WindowOf(grid, tile + 1, shape.Filters, firstBlock + block, output, 0);
        TransformOf(grid.Size).Inverse(
            y + (pair * rowStep) + (block * Point),
            frequencyStep,
            pairs.Count * rowStep,
            a,
            b,
            grid.Valid,
            shape.Height,
            shape.Width,
            (firstBlock + block) * TLanes.Count,
            epilogue,
            scratch);
        if (broken[tile] != 0)
            FillWithNaN(a, grid.Valid, shape);
        if (broken[tile + 1] != 0)
            FillWithNaN(b, grid.Valid, shape);
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

    private int Size(ConvolutionShape shape) => tileSize ?? TileSize.Choose(shape);

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

    private static nint PieceStep(Piece piece) => ((nint)piece.Blocks * piece.Channels * Point) + SpectraBuffer.Line;

    private static long PieceFloats(TileGrid grid, Piece piece) => (long)grid.Frequencies * PieceStep(piece);
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Luciole.Metrics;

/// <summary>
/// Sums of a, b, a² + b² and a b over the last seven rows, column by column, as rows come in. The rows stand in blocks of seven; a sum
/// is the end of one block, summed from its last row upwards, and the beginning of the next. Nothing is ever taken off a sum, so
/// that rounding does not build up and a bright spot leaves no trace.
/// </summary>
internal sealed class SevenRowSums
{
    public const int Side = 7;
    public const int Moments = 4;

    private readonly double[][] _rows;
    private readonly double[] _beginning;
    private int _row;

    /// <summary>Starts with no row.</summary>
    /// <param name="width">Columns of an image.</param>
    public SevenRowSums(int width)
    {
        var lanes = Vector<double>.Count;
        Stride = (width + lanes - 1) / lanes * lanes;
        _rows = [.. Enumerable.Range(0, Side).Select(_ => new double[Moments * Stride])];
        _beginning = new double[Moments * Stride];
        // Windows of the last whole vector reach beyond the last column.
        Sums = new double[(Moments * Stride) + Side + lanes];
    }

    /// <summary>Columns between two moments in <see cref="Sums"/>, and the least length of a row.</summary>
    public int Stride { get; }

    /// <summary>The four sums, each <see cref="Stride"/> long, once <see cref="IsFull"/>.</summary>
    public double[] Sums { get; }

    /// <summary>Whether seven rows came.</summary>
    public bool IsFull => _row >= Side;

    /// <summary>Takes in the next row of both images; both are <see cref="Stride"/> long, with zeros behind the last column.</summary>
    public void Add(double[] a, double[] b)
    {
        var place = _row % Side;
        // The end of the block before lies where this block has not come to yet.
        var end = place + 1 < Side && _row >= Side ? _rows[place + 1] : null;
        AddRow(ref MemoryMarshal.GetArrayDataReference(a), ref MemoryMarshal.GetArrayDataReference(b), _rows[place], place == 0, end);
        if (place == Side - 1)
            SumUpwards();
        _row++;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRow(ref double a, ref double b, double[] row, bool first, double[]? end)
    {
        for (var x = 0; x < Stride; x += Vector<double>.Count)
        {
            var va = Vector.LoadUnsafe(ref a, (nuint)x);
            var vb = Vector.LoadUnsafe(ref b, (nuint)x);
            Take(va, x, row, first, end);
            Take(vb, x + Stride, row, first, end);
            Take((va * va) + (vb * vb), x + (2 * Stride), row, first, end);
            Take(va * vb, x + (3 * Stride), row, first, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Take(Vector<double> value, int at, double[] row, bool first, double[]? end)
    {
        value.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(row), (nuint)at);
        ref var beginning = ref MemoryMarshal.GetArrayDataReference(_beginning);
        var sum = first ? value : Vector.LoadUnsafe(ref beginning, (nuint)at) + value;
        sum.StoreUnsafe(ref beginning, (nuint)at);
        if (end is not null)
            sum += Vector.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(end), (nuint)at);
        sum.StoreUnsafe(ref MemoryMarshal.GetArrayDataReference(Sums), (nuint)at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumUpwards()
    {
        for (var place = Side - 2; place >= 0; place--)
        {
            ref var row = ref MemoryMarshal.GetArrayDataReference(_rows[place]);
            ref var below = ref MemoryMarshal.GetArrayDataReference(_rows[place + 1]);
            for (var x = 0; x < Moments * Stride; x += Vector<double>.Count)
                (Vector.LoadUnsafe(ref row, (nuint)x) + Vector.LoadUnsafe(ref below, (nuint)x)).StoreUnsafe(ref row, (nuint)x);
        }
    }
}

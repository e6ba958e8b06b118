using System.Runtime.CompilerServices;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Attention;

/// <summary>
/// softmax(Q K^T / sqrt(d)) V, block of queries by block of keys, with a running maximum and sum for each query (Dao et al.,
/// "FlashAttention"; Milakov and Gimelshein, "Online normalizer calculation for softmax").
/// </summary>
internal sealed unsafe class AttentionForward<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly AttentionShape _shape;
    private readonly AttentionBlocks<TLanes, TVector> _blocks;
    private readonly float* _input;
    private readonly float* _output;
    private readonly float* _logSums;
    private readonly float _queryFactor;
    private float* _packed;
    private float* _scratch;
    private int _firstHead;

    public AttentionForward(AttentionShape shape, float* input, float* output, float* logSums)
    {
        _shape = shape;
        _blocks = new(shape);
        _input = input;
        _output = output;
        _logSums = logSums;
        _queryFactor = SelfAttention.QueryFactor(shape);
    }

    private long HeadFloats => _blocks.PanelFloats + _blocks.RowFloats;

    private long ScratchFloats => (2 * _blocks.BlockFloats) + (3 * AttentionBlocks<TLanes, TVector>.ScoreFloats);

    public void Run(WorkTeam team, WorkspacePool workspaces)
    {
        var heads = AttentionBlocks<TLanes, TVector>.HeadsAtOnce(_shape.AllHeads, HeadFloats, team.Size);
        using var packed = workspaces.Rent(heads * HeadFloats);
        using var scratch = workspaces.Rent(team.Size * ScratchFloats);
        _packed = packed.Address;
        _scratch = scratch.Address;
        for (_firstHead = 0; _firstHead < _shape.AllHeads; _firstHead += heads)
        {
            var count = Math.Min(heads, _shape.AllHeads - _firstHead);
            team.Run(count, Pack);
            team.Run(count * _blocks.QueryBlocks, Attend);
        }
    }

    // The values are packed first where the keys' rows are wanted only on the way to their panels.
    private void Pack(int index, int worker)
    {
        var panels = _packed + (index * HeadFloats);
        var values = panels + _blocks.PanelFloats;
        var input = _input + _shape.InputOffset(_firstHead + index, 1);
        Copy(input, values);
        TokenRows<TLanes, TVector>.Panels(values, _blocks.Stride, panels, _blocks.Length, _blocks.Features);
        Copy(input + _shape.Width, values);
    }

    private void Copy(float* source, float* target) =>
        TokenRows<TLanes, TVector>.Copy(source, _shape.InputStride, target, _blocks.Stride, _blocks.Length, _blocks.Features, 1);

    private void Attend(int part, int worker)
    {
        var (index, block) = (part / _blocks.QueryBlocks, part % _blocks.QueryBlocks);
        var (head, first) = (_firstHead + index, block * _blocks.Queries);
        var count = Math.Min(_blocks.Queries, _blocks.Length - first);
        if (count <= 0)
            return;
        var keys = _packed + (index * HeadFloats);
        var values = keys + _blocks.PanelFloats;
        var queries = _scratch + (worker * ScratchFloats);
        var sums = queries + _blocks.BlockFloats;
        var scores = sums + _blocks.BlockFloats;
        var maxima = scores + AttentionBlocks<TLanes, TVector>.ScoreFloats;
        var totals = maxima + AttentionBlocks<TLanes, TVector>.ScoreFloats;
        TokenRows<TLanes, TVector>.Copy(
            _input + _shape.InputOffset(head, 0) + (first * _shape.InputStride), _shape.InputStride, queries, _blocks.Stride, count, _blocks.Features, _queryFactor);
        for (var i = 0; i < count; i++)
            (maxima[i], totals[i]) = (float.NegativeInfinity, 0);
        for (var key = 0; key < _blocks.Length; key += AttentionBlocks<TLanes, TVector>.Keys)
        {
            var keyCount = Math.Min(AttentionBlocks<TLanes, TVector>.Keys, _blocks.Length - key);
            var panel = AttentionBlocks<TLanes, TVector>.Panel;
            RegisterTile<TLanes, TVector>.Multiply(
                queries, _blocks.Stride, 1, keys + ((long)key * _blocks.Features), panel, (nint)panel * _blocks.Features,
                scores, AttentionBlocks<TLanes, TVector>.ScoreStride, count, AttentionBlocks<TLanes, TVector>.RegistersOf(keyCount), _blocks.Features, accumulate: false);
            Soften(scores, count, keyCount, maxima, totals, sums, _blocks.Stride, key == 0 ? 0 : _blocks.Registers);
            RegisterTile<TLanes, TVector>.Multiply(
                scores, AttentionBlocks<TLanes, TVector>.ScoreStride, 1, values + ((long)key * _blocks.Stride), _blocks.Stride, panel,
                sums, _blocks.Stride, count, _blocks.Registers, keyCount, accumulate: key > 0);
        }

        for (var i = 0; i < count; i++)
        {
            TokenRows<TLanes, TVector>.Scale(
                sums + (i * _blocks.Stride), _output + _shape.OutputOffset(head) + ((first + i) * (long)_shape.Width), _blocks.Features, 1 / totals[i]);
            if (_logSums != null)
                _logSums[((long)head * _blocks.Length) + first + i] = (float.IsNegativeInfinity(maxima[i]) ? 0 : maxima[i]) + MathF.Log2(totals[i]);
        }
    }

    // Scores become exponentials over the largest score so far; what was summed under a smaller one is scaled down.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Soften(float* scores, int rows, int keys, float* maxima, float* totals, float* sums, nint sumStride, int sumRegisters)
    {
        var width = TLanes.Count;
        var end = AttentionBlocks<TLanes, TVector>.RegistersOf(keys) * width;
        for (var row = 0; row < rows; row++)
        {
            for (var i = keys; i < end; i++)
                scores[i] = float.NegativeInfinity;
            var largest = TLanes.Load(scores);
            for (var i = width; i < end; i += width)
                largest = TLanes.Larger(largest, TLanes.Load(scores + i));
            var (before, now) = (maxima[row], TLanes.Largest(largest));
            now = now > before ? now : before;

            // Where all are minus infinity, exponentials of 0 and not of a difference of infinities.
            var shift = float.IsNegativeInfinity(now) ? 0 : now;
            var (shifts, total) = (TLanes.Broadcast(shift), TLanes.Zero);
            for (var i = 0; i < end; i += width)
            {
                var weights = PowersOfTwo.Exp2<TLanes, TVector>(TLanes.Subtract(TLanes.Load(scores + i), shifts));
                total = TLanes.Add(total, weights);
                TLanes.Store(scores + i, weights);
            }

            if (now != before && sumRegisters > 0)
            {
                var factor = float.Exp2(before - shift);
                totals[row] *= factor;
                var factors = TLanes.Broadcast(factor);
                for (var i = 0; i < sumRegisters; i++)
                    TLanes.Store(sums + (i * width), TLanes.Multiply(TLanes.Load(sums + (i * width)), factors));
            }

            maxima[row] = now;
            totals[row] += TLanes.Sum(total);
            scores += AttentionBlocks<TLanes, TVector>.ScoreStride;
            sums += sumStride;
        }
    }
}

using System.Runtime.CompilerServices;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Attention;

/// <summary>
/// The gradients of queries, keys and values. The weights are computed again, block by block, from the scores and the saved logarithms
/// of their sums: P = exp(S - log sum), dV = P^T dO, dS = P (dO V^T - sum(dO O)), dQ = dS K, dK = dS^T Q.
/// </summary>
internal sealed unsafe class AttentionBackward<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly AttentionShape _shape;
    private readonly AttentionBlocks<TLanes, TVector> _blocks;
    private readonly AttentionGradients _arrays;
    private readonly float _queryFactor;
    private int _chunks;
    private float* _packed;
    private float* _scratch;
    private int _firstHead;

    public AttentionBackward(AttentionShape shape, AttentionGradients arrays)
    {
        _shape = shape;
        _blocks = new(shape);
        _arrays = arrays;
        _queryFactor = SelfAttention.QueryFactor(shape);
    }

    // Rows of queries, keys, output gradients and, for each chunk of keys, query gradients; panels of keys and values; sums of dO O.
    private long HeadFloats => ((3 + _chunks) * _blocks.RowFloats) + (2 * _blocks.PanelFloats) + _blocks.RowFloats;

    private long ScratchFloats => (2 * AttentionBlocks<TLanes, TVector>.ScoreFloats) + (2 * _blocks.BlockFloats);

    public void Run(WorkTeam team, WorkspacePool workspaces)
    {
        // Heads that do not go round evenly are cut into chunks of keys, which share the gradients of queries by adding them up.
        _chunks = _shape.AllHeads % team.Size == 0 || _shape.AllHeads >= 4 * team.Size
            ? 1
            : Math.Min(_blocks.KeyBlocks, ((4 * team.Size) + _shape.AllHeads - 1) / _shape.AllHeads);
        var heads = AttentionBlocks<TLanes, TVector>.HeadsAtOnce(_shape.AllHeads, HeadFloats, team.Size);
        using var packed = workspaces.Rent(heads * HeadFloats);
        using var scratch = workspaces.Rent(team.Size * ScratchFloats);
        _packed = packed.Address;
        _scratch = scratch.Address;
        for (_firstHead = 0; _firstHead < _shape.AllHeads; _firstHead += heads)
        {
            var count = Math.Min(heads, _shape.AllHeads - _firstHead);
            team.Run(count, Pack);
            team.Run(count * _chunks, Attend);
            team.Run(count, AddChunks);
        }
    }

    private Head Of(int index)
    {
        var (rows, panels) = (_blocks.RowFloats, _blocks.PanelFloats);
        var start = _packed + (index * HeadFloats);
        return new Head
        {
            Queries = start,
            Keys = start + rows,
            OutputGradients = start + (2 * rows),
            Products = start + (3 * rows),
            KeyPanels = start + (4 * rows),
            ValuePanels = start + (4 * rows) + panels,
            QueryGradients = start + (4 * rows) + (2 * panels),
        };
    }

    private void Pack(int index, int worker)
    {
        var (head, to, length, features) = (_firstHead + index, Of(index), _blocks.Length, _blocks.Features);
        var input = _arrays.Input + _shape.InputOffset(head, 0);
        var gradients = _arrays.OutputGradient + _shape.OutputOffset(head);
        var outputs = _arrays.Output + _shape.OutputOffset(head);

        // Rows of values are wanted only on the way to their panels.
        Copy(input + (2 * _shape.Width), _shape.InputStride, to.Queries, 1);
        TokenRows<TLanes, TVector>.Panels(to.Queries, _blocks.Stride, to.ValuePanels, length, features);
        Copy(input + _shape.Width, _shape.InputStride, to.Keys, 1);
        TokenRows<TLanes, TVector>.Panels(to.Keys, _blocks.Stride, to.KeyPanels, length, features);
        Copy(input, _shape.InputStride, to.Queries, _queryFactor);
        Copy(gradients, _shape.Width, to.OutputGradients, 1);
        for (var i = 0; i < length; i++)
            to.Products[i] = TokenRows<TLanes, TVector>.Dot(gradients + (i * (long)_shape.Width), outputs + (i * (long)_shape.Width), features);
    }

    private void Copy(float* source, nint stride, float* target, float factor) =>
        TokenRows<TLanes, TVector>.Copy(source, stride, target, _blocks.Stride, _blocks.Length, _blocks.Features, factor);

    private void Attend(int part, int worker)
    {
        var (index, chunk) = (part / _chunks, part % _chunks);
        var (head, packed) = (_firstHead + index, Of(index));
        var weights = _scratch + (worker * ScratchFloats);
        var keyGradients = weights + (2 * AttentionBlocks<TLanes, TVector>.ScoreFloats);
        var valueGradients = keyGradients + _blocks.BlockFloats;
        packed.QueryGradients += chunk * _blocks.RowFloats;
        var (firstBlock, lastBlock) = (_blocks.KeyBlocks * chunk / _chunks, _blocks.KeyBlocks * (chunk + 1) / _chunks);
        var gradient = _arrays.InputGradient + _shape.InputOffset(head, 1);
        for (var block = firstBlock; block < lastBlock; block++)
        {
            var key = block * AttentionBlocks<TLanes, TVector>.Keys;
            var keys = Math.Min(AttentionBlocks<TLanes, TVector>.Keys, _blocks.Length - key);
            for (var query = 0; query < _blocks.Length; query += _blocks.Queries)
                Block(packed, _arrays.LogSums + ((long)head * _blocks.Length), query, key, keys, weights, keyGradients, valueGradients, block == firstBlock);
            var target = gradient + (key * _shape.InputStride);

            // The packed queries have 1 / (sqrt(d) log 2) in them.
            TokenRows<TLanes, TVector>.Copy(keyGradients, _blocks.Stride, target, _shape.InputStride, keys, _blocks.Features, SelfAttention.Log2);
            TokenRows<TLanes, TVector>.Copy(valueGradients, _blocks.Stride, target + _shape.Width, _shape.InputStride, keys, _blocks.Features, 1);
        }
    }

    private void Block(Head head, float* logSums, int query, int key, int keys, float* weights, float* keyGradients, float* valueGradients, bool isFirst)
    {
        var (queries, stride, features) = (Math.Min(_blocks.Queries, _blocks.Length - query), _blocks.Stride, _blocks.Features);
        var (panel, scoreStride) = (AttentionBlocks<TLanes, TVector>.Panel, AttentionBlocks<TLanes, TVector>.ScoreStride);
        var registers = AttentionBlocks<TLanes, TVector>.RegistersOf(keys);
        var gradients = weights + AttentionBlocks<TLanes, TVector>.ScoreFloats;
        var (at, panelAt) = (query * (long)stride, key * (long)features);
        RegisterTile<TLanes, TVector>.Multiply(
            head.Queries + at, stride, 1, head.KeyPanels + panelAt, panel, (nint)panel * features,
            weights, scoreStride, queries, registers, features, accumulate: false);
        RegisterTile<TLanes, TVector>.Multiply(
            head.OutputGradients + at, stride, 1, head.ValuePanels + panelAt, panel, (nint)panel * features,
            gradients, scoreStride, queries, registers, features, accumulate: false);
        Soften(weights, gradients, queries, registers, logSums + query, head.Products + query);
        RegisterTile<TLanes, TVector>.Multiply(
            gradients, scoreStride, 1, head.Keys + (key * (long)stride), stride, panel,
            head.QueryGradients + at, stride, queries, _blocks.Registers, keys, accumulate: !isFirst);
        RegisterTile<TLanes, TVector>.Multiply(
            weights, 1, scoreStride, head.OutputGradients + at, stride, panel,
            valueGradients, stride, keys, _blocks.Registers, queries, accumulate: query > 0);
        RegisterTile<TLanes, TVector>.Multiply(
            gradients, 1, scoreStride, head.Queries + at, stride, panel,
            keyGradients, stride, keys, _blocks.Registers, queries, accumulate: query > 0);
    }

    // Scores become weights, gradients of weights become gradients of scores.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Soften(float* weights, float* gradients, int rows, int registers, float* logSums, float* products)
    {
        for (var row = 0; row < rows; row++)
        {
            var (logSum, product) = (TLanes.Broadcast(logSums[row]), TLanes.Broadcast(products[row]));
            for (var i = 0; i < registers * TLanes.Count; i += TLanes.Count)
            {
                var weight = PowersOfTwo.Exp2<TLanes, TVector>(TLanes.Subtract(TLanes.Load(weights + i), logSum));
                TLanes.Store(weights + i, weight);
                TLanes.Store(gradients + i, TLanes.Multiply(weight, TLanes.Subtract(TLanes.Load(gradients + i), product)));
            }

            weights += AttentionBlocks<TLanes, TVector>.ScoreStride;
            gradients += AttentionBlocks<TLanes, TVector>.ScoreStride;
        }
    }

    private void AddChunks(int index, int worker)
    {
        var sums = Of(index).QueryGradients;
        for (var chunk = 1; chunk < _chunks; chunk++)
        {
            var more = sums + (chunk * _blocks.RowFloats);
            for (long i = 0; i < (long)_blocks.Length * _blocks.Stride; i += TLanes.Count)
                TLanes.Store(sums + i, TLanes.Add(TLanes.Load(sums + i), TLanes.Load(more + i)));
        }

        TokenRows<TLanes, TVector>.Copy(
            sums, _blocks.Stride, _arrays.InputGradient + _shape.InputOffset(_firstHead + index, 0), _shape.InputStride,
            _blocks.Length, _blocks.Features, SelfAttention.ScoreFactor(_shape));
    }

    // Where the packed parts of one head lie.
    private struct Head
    {
        public float* Queries;
        public float* Keys;
        public float* OutputGradients;
        public float* Products;
        public float* KeyPanels;
        public float* ValuePanels;
        public float* QueryGradients;
    }
}

namespace Luciole.Models.Footprint;

/// <summary>
/// Follows the memory of a pass through a network without making it: which tensors are alive while operators run one after the other,
/// which of them autograd keeps, and, in training, how the way back frees them again.
/// </summary>
/// <param name="isTraining">Whether a backward pass follows.</param>
/// <param name="hasGradients">Whether the gradients of parameters are there already when it begins.</param>
/// <param name="recomputed">Blocks of which only the input is kept.</param>
/// <param name="mode">Where and how it is computed; null: on the processor in single precision.</param>
internal sealed class MemoryTape(bool isTraining, bool hasGradients = false, RecomputedParts recomputed = RecomputedParts.None, ComputeMode? mode = null)
{
    private const int BytesPerElement = sizeof(float);
    private List<Entry> _entries = [];
    private readonly List<long> _trained = [];
    private readonly List<long> _parameters = [];
    private List<MemoryBlock> _casts = [];
    private bool _isRepeated;

    /// <summary>Where and how it is computed.</summary>
    public ComputeMode Mode { get; } = mode ?? ComputeMode.Processor;

    /// <summary>Whether a backward pass follows.</summary>
    public bool IsTraining { get; } = isTraining;

    /// <summary>Whether autograd keeps what it needs for the way back.</summary>
    public bool IsFollowed { get; private set; } = isTraining;

    /// <summary>Tensors between input and output, what operators need for a moment, and the gradients of parameters as they come.</summary>
    public MemoryUse Activations { get; } = new((mode ?? ComputeMode.Processor).Device);

    /// <summary>Bytes that autograd keeps at the end of the forward pass.</summary>
    public long Kept { get; private set; }

    /// <summary>Sizes of the parameters in bytes.</summary>
    public IReadOnlyList<long> Parameters => _parameters;

    /// <summary>Sizes in bytes of the parameters that are trained.</summary>
    public IReadOnlyList<long> TrainedParameters => _trained;

    /// <summary>A parameter with so many scalars.</summary>
    public void Parameter(long count, bool isTrained = true)
    {
        if (!_isRepeated)
            _parameters.Add(count * BytesPerElement);
        if (!isTrained)
            return;
        if (!_isRepeated)
            _trained.Add(count * BytesPerElement);
        if (!hasGradients && IsFollowed)
            _entries.Add(new Entry([], [], 0, count * BytesPerElement));
    }

    /// <summary>A tensor with so many elements comes alive.</summary>
    public MemoryBlock Make(long elements) => MakeBytes(elements * BytesPerElement);

    /// <summary>A tensor of so many bytes comes alive.</summary>
    public MemoryBlock MakeBytes(long bytes)
    {
        Activations.Take(bytes);
        return new MemoryBlock(bytes);
    }

    /// <summary>A tensor with so many elements of the lowered type comes alive.</summary>
    public MemoryBlock MakeLowered(long elements)
    {
        var bytes = elements * Mode.LoweredBytes;
        Activations.Take(bytes);
        return new MemoryBlock(bytes, Mode.IsLowered);
    }

    /// <summary>A tensor with so many elements of another one's type comes alive.</summary>
    public MemoryBlock MakeLike(MemoryBlock other, long elements) => other.IsLowered ? MakeLowered(elements) : Make(elements);

    /// <summary>As many elements of single precision as so many of the lowered type take the memory of.</summary>
    public long Lowered(long elements) => elements * Mode.LoweredBytes / BytesPerElement;

    /// <summary>The same for a tensor's own type.</summary>
    public long Like(MemoryBlock other, long elements) => other.IsLowered ? Lowered(elements) : elements;

    /// <summary>The tensor as an operator on the lowered type reads it: itself, or a copy that the caller drops with <see cref="DropCopy"/>.</summary>
    public MemoryBlock AsLowered(MemoryBlock block, long elements) => !Mode.IsLowered || block.IsLowered ? block : MakeLowered(elements);

    /// <summary>The tensor as an operator on single precision reads it: itself, or a copy that the caller drops with <see cref="DropCopy"/>.</summary>
    public MemoryBlock AsSingle(MemoryBlock block, long elements) => block.IsLowered ? Make(elements) : block;

    /// <summary>Drops what an operator read, unless it is the tensor itself.</summary>
    public void DropCopy(MemoryBlock read, MemoryBlock original)
    {
        if (read != original)
            Drop(read);
    }

    /// <summary>The copy of a parameter in the lowered type, which mixed precision keeps until the pass ends; null without.</summary>
    public MemoryBlock? CastOfParameter(long count)
    {
        if (!Mode.IsLowered)
            return null;
        var copy = MakeLowered(count);
        _casts.Add(copy);
        return copy;
    }

    /// <summary>The forward pass ends: copies of parameters go, unless autograd keeps them.</summary>
    public void EndForward()
    {
        foreach (var copy in _casts)
            Drop(copy);
        _casts.Clear();
    }

    /// <summary>The network needs a tensor no longer; it stays alive as long as autograd keeps it.</summary>
    public void Drop(MemoryBlock block)
    {
        block.IsHeld = false;
        FreeUnlessKept(block);
    }

    /// <summary>Tensors with so many elements each are needed for a moment beside what is alive.</summary>
    public void Scratch(params ReadOnlySpan<long> elements)
    {
        foreach (var count in elements)
            Activations.Take(count * BytesPerElement);
        foreach (var count in elements)
            Activations.Give(count * BytesPerElement);
    }

    /// <summary>
    /// An operator ran: autograd keeps <paramref name="kept"/>, and on the way back needs tensors with so many elements each beside them,
    /// the gradients of result and argument among them.
    /// </summary>
    public void Ran(ReadOnlySpan<MemoryBlock?> kept, params ReadOnlySpan<long> backward)
    {
        if (!IsFollowed)
            return;
        var blocks = new List<MemoryBlock>(kept.Length);
        foreach (var block in kept)
        {
            if (block is null)
                continue;
            block.Keepers++;
            blocks.Add(block);
        }

        _entries.Add(new Entry([.. blocks], backward.ToArray(), 0, 0));
    }

    /// <summary>Whether blocks of this kind keep only their input.</summary>
    public bool IsRecomputed(RecomputedParts kind) => recomputed.HasFlag(kind);

    /// <summary>A block of this kind: if such are recomputed, autograd keeps its input alone, and it runs once more on the way back.</summary>
    public MemoryBlock Block(RecomputedParts kind, MemoryBlock input, Func<MemoryBlock> part)
    {
        if (!IsFollowed || !IsRecomputed(kind))
            return part();
        input.Keepers++;
        IsFollowed = false;
        var output = Apart(part);
        IsFollowed = true;
        _entries.Add(new Entry([input], [], 0, 0) { Repeat = part });
        return output;
    }

    /// <summary>
    /// From here, on the way back, a gradient of so many elements waits until the place of <see cref="GradientOf"/>; to be called where
    /// two paths join.
    /// </summary>
    public void GradientWaits(long elements) => Wait(elements);

    /// <summary>Where the waiting gradient is taken up; to be called before the other path begins.</summary>
    public void GradientOf(long elements) => Wait(-elements);

    /// <summary>Runs the way back, if one follows; the tape is used up then.</summary>
    public void Backward()
    {
        Kept = Activations.Now;
        if (IsTraining)
            Back(_entries);
        _entries.Clear();
    }

    private void Back(List<Entry> entries)
    {
        for (var i = entries.Count - 1; i >= 0; i--)
        {
            var (kept, backward, waiting, gradient) = entries[i];
            if (entries[i].Repeat is { } part)
                Again(part);
            if (waiting > 0)
                Activations.Take(waiting * BytesPerElement);
            else
                Activations.Give(-waiting * BytesPerElement);
            Scratch(backward);
            Activations.Take(gradient);
            foreach (var block in kept)
            {
                block.Keepers--;
                FreeUnlessKept(block);
            }
        }
    }

    private void Again(Func<MemoryBlock> part)
    {
        (_entries, _isRepeated) = ([], true);
        Drop(Apart(part));
        var entries = _entries;
        Back(entries);
        _isRepeated = false;
    }

    // Copies of parameters that are made inside do not outlive it.
    private MemoryBlock Apart(Func<MemoryBlock> part)
    {
        var casts = _casts;
        _casts = [];
        var output = part();
        EndForward();
        _casts = casts;
        return output;
    }

    private void Wait(long elements)
    {
        if (IsFollowed)
            _entries.Add(new Entry([], [], elements, 0));
    }

    private void FreeUnlessKept(MemoryBlock block)
    {
        if (block.IsHeld || block.Keepers > 0 || block.IsFreed)
            return;
        block.IsFreed = true;
        Activations.Give(block.Bytes);
    }

    private readonly record struct Entry(MemoryBlock[] Kept, long[] Backward, long Waiting, long Gradient)
    {
        public Func<MemoryBlock>? Repeat { get; init; }
    }
}

using Luciole.Files;
using Luciole.Kernels.Attention;
using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Torch.Cpu;

/// <summary>
/// Self-attention by our own kernel: what is kept for the way back is the input, the output and one number for each query and head.
/// </summary>
internal sealed unsafe class SelfAttentionFunction : GradientFunction
{
    /// <summary>The variable that chooses: <c>libtorch</c> composes attention from libtorch's operators, as on other devices.</summary>
    public const string Variable = "LUCIOLE_ATTENTION";

    private readonly int _heads;
    private Tensor? _input;
    private Tensor? _output;
    private Tensor? _logSums;

    private SelfAttentionFunction(int heads) => _heads = heads;

    private static readonly Lazy<bool> s_isChosen = new(() => Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "luciole" => true,
        "libtorch" => false,
        var other => throw new InputException($"{Variable} is '{other}'; write luciole or libtorch, or leave it out."),
    });

    /// <summary>Whether the kernel takes this tensor: <c>[N, L, 3 D]</c> of 32-bit floats on the processor.</summary>
    public static bool Takes(Tensor input) =>
        s_isChosen.Value && input.ScalarType == ScalarType.Float32 && input.Device.Kind == DeviceKind.Cpu && input.ElementCount > 0 && !Autocast.IsOn(DeviceKind.Cpu);

    /// <summary>From <c>[N, L, 3 D]</c> to <c>[N, L, D]</c>.</summary>
    public static Tensor Run(Tensor input, long heads)
    {
        if (NoGradScope.GradEnabled && input.RequiresGrad)
            return Apply(new SelfAttentionFunction((int)heads), input)[0];
        if (input.IsContiguous)
            return Compute(input, (int)heads, logSums: null);
        using var contiguous = input.Contiguous();
        return Compute(contiguous, (int)heads, logSums: null);
    }

    /// <inheritdoc/>
    protected override Tensor[] Forward(Tensor[] inputs)
    {
        using var input = inputs[0].Contiguous();
        var shape = ShapeOf(input, _heads);
        using var logSums = Tensor.Empty([shape.Batch, shape.Heads, shape.Length]);
        var output = Compute(input, _heads, logSums);
        (_input, _output, _logSums) = (Save(input), Save(output), Save(logSums));
        return [output];
    }

    /// <inheritdoc/>
    protected override Tensor?[] Backward(Tensor?[] outputGradients)
    {
        if (outputGradients[0] is not { } given)
            return [null];
        using var outputGradient = given.Contiguous();
        var gradient = Tensor.Empty(_input!.Shape);
        SelfAttention.Backward(
            ShapeOf(_input, _heads),
            new AttentionGradients(TensorPlanes.Floats(_input), TensorPlanes.Floats(_output!), TensorPlanes.Floats(_logSums!), TensorPlanes.Floats(outputGradient), TensorPlanes.Floats(gradient)),
            CpuCompute.Team,
            CpuCompute.Workspaces,
            CpuCompute.InstructionSet);
        return [gradient];
    }

    private static Tensor Compute(Tensor input, int heads, Tensor? logSums)
    {
        var shape = ShapeOf(input, heads);
        var output = Tensor.Empty([shape.Batch, shape.Length, shape.Width]);
        SelfAttention.Forward(
            shape, TensorPlanes.Floats(input), TensorPlanes.Floats(output), logSums is null ? null : TensorPlanes.Floats(logSums), CpuCompute.Team, CpuCompute.Workspaces, CpuCompute.InstructionSet);
        return output;
    }

    private static AttentionShape ShapeOf(Tensor input, int heads)
    {
        var sizes = input.Shape;
        return new AttentionShape((int)sizes[0], (int)sizes[1], heads, (int)(sizes[2] / (3 * heads)));
    }
}

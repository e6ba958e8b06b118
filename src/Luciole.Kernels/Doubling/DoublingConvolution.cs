using Luciole.Kernels.Matrices;
using Luciole.Kernels.Memory;
using Luciole.Kernels.Simd;
using Luciole.Kernels.Threading;

namespace Luciole.Kernels.Doubling;

/// <summary>
/// Transposed convolution with kernel 2 and stride 2. No two pixels of the input touch the same pixel of the output, so it is a matrix
/// product for each image: [4 outputs, inputs] x [inputs, pixels], whose rows are the four corners of every output channel. The corners are
/// put in their places as tiles of the product are stored, and taken from there as its gradients are packed.
/// </summary>
public static unsafe class DoublingConvolution
{
    /// <summary>
    /// From <c>[N, inputs, H, W]</c> to <c>[N, outputs, 2H, 2W]</c>; weight <c>[inputs, outputs, 2, 2]</c>, bias one number per output or null.
    /// </summary>
    public static void Forward(
        InstructionSet set, WorkTeam team, WorkspacePool pool, DoublingShape shape, float* input, float* weight, float* bias, float* output)
    {
        for (var n = 0; n < shape.Images; n++)
        {
            MatrixProduct.Run(
                set, team, pool, 4 * shape.Outputs, shape.Pixels, shape.Inputs,
                new LeftByColumns(weight, 4 * shape.Outputs),
                new RightByRows(input + (n * shape.InputFloats), shape.Pixels),
                new CornerTarget(output + (n * shape.OutputFloats), shape.Height, shape.Width, bias));
        }
    }

    /// <summary>The gradient of the input from that of the output.</summary>
    public static void InputGradient(
        InstructionSet set, WorkTeam team, WorkspacePool pool, DoublingShape shape, float* outputGradient, float* weight, float* inputGradient)
    {
        for (var n = 0; n < shape.Images; n++)
        {
            MatrixProduct.Run(
                set, team, pool, shape.Inputs, shape.Pixels, 4 * shape.Outputs,
                new LeftByRows(weight, 4 * shape.Outputs),
                new CornersByRows(outputGradient + (n * shape.OutputFloats), shape.Height, shape.Width),
                new MatrixTarget(inputGradient + (n * shape.InputFloats), shape.Pixels, accumulate: false, default));
        }
    }

    /// <summary>The gradient of the weight, from the input and the gradient of the output.</summary>
    public static void WeightGradient(
        InstructionSet set, WorkTeam team, WorkspacePool pool, DoublingShape shape, float* input, float* outputGradient, float* weightGradient)
    {
        for (var n = 0; n < shape.Images; n++)
        {
            MatrixProduct.Run(
                set, team, pool, shape.Inputs, 4 * shape.Outputs, shape.Pixels,
                new LeftByRows(input + (n * shape.InputFloats), shape.Pixels),
                new CornersByColumns(outputGradient + (n * shape.OutputFloats), shape.Height, shape.Width),
                new MatrixTarget(weightGradient, 4 * shape.Outputs, accumulate: n > 0, default));
        }
    }
}

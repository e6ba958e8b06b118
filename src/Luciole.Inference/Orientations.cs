using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>
/// Test-time augmentation: a batch is predicted in its eight orientations (four quarter turns, each mirrored or not), every
/// prediction is turned back, and the eight become one. Two predictions are in memory at a time, whatever the merging.
/// </summary>
public static class Orientations
{
    private const int Count = 8;
    private const int Turns = 4;
    private const int Width = 3;
    private static readonly long[] s_plane = [2, 3];
    private static readonly Operator s_minimum = new("aten::minimum");
    private static readonly Operator s_maximum = new("aten::maximum");

    /// <summary>One prediction from the eight orientations of a batch <c>[N, C, H, W]</c>.</summary>
    /// <param name="batch">A batch of patches; a network of one fixed size needs square ones.</param>
    /// <param name="predict">The network, for patches <c>[N, C, H, W]</c> and <c>[N, C, W, H]</c>; its tensors are freed here.</param>
    /// <param name="merge">How the eight become one.</param>
    public static Tensor Merge(Tensor batch, Func<Tensor, Tensor> predict, OrientationMerge merge = OrientationMerge.Mean)
    {
        using var scope = new TensorScope();
        Tensor? merged = null;
        for (var orientation = 0; orientation < Count; orientation++)
        {
            using var one = new TensorScope();
            var upright = Upright(batch, predict, orientation);
            var next = merged is null ? upright.Clone() : Join(merged, upright, merge);
            one.Keep(next);
            merged?.Dispose();
            merged = next;
        }

        return scope.Keep(merge == OrientationMerge.Mean ? merged! * (1.0 / Count) : merged!);
    }

    /// <summary>Mean and variance (divisor 8) of the predictions of a batch <c>[N, C, H, W]</c> in its eight orientations, by Welford's update.</summary>
    /// <param name="batch">A batch of patches; a network of one fixed size needs square ones.</param>
    /// <param name="predict">The network, for patches <c>[N, C, H, W]</c> and <c>[N, C, W, H]</c>; its tensors are freed here.</param>
    public static (Tensor Mean, Tensor Variance) MeanAndVariance(Tensor batch, Func<Tensor, Tensor> predict)
    {
        using var scope = new TensorScope();
        Tensor? mean = null, squares = null;
        for (var orientation = 0; orientation < Count; orientation++)
        {
            using var one = new TensorScope();
            var upright = Upright(batch, predict, orientation);
            if (mean is null || squares is null)
            {
                mean = one.Keep(upright.Clone());
                squares = one.Keep(mean * 0.0);
                continue;
            }

            var difference = upright - mean;
            mean.AddInPlace(difference, 1.0 / (orientation + 1));
            squares.AddcmulInPlace(difference, upright - mean, 1);
        }

        return (scope.Keep(mean!), scope.Keep(squares! * (1.0 / Count)));
    }

    private static Tensor Upright(Tensor batch, Func<Tensor, Tensor> predict, int orientation)
    {
        var (turns, mirrored) = (orientation % Turns, orientation >= Turns);
        var input = (mirrored ? batch.Flip(Width) : batch).Rot90(turns, s_plane);
        var output = predict(input.Contiguous()).Rot90(-turns, s_plane);
        return mirrored ? output.Flip(Width) : output;
    }

    private static Tensor Join(Tensor left, Tensor right, OrientationMerge merge) => merge switch
    {
        OrientationMerge.Mean => left + right,
        OrientationMerge.Minimum => s_minimum.Call(left, right),
        _ => s_maximum.Call(left, right),
    };
}

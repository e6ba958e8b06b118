using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>
/// Test-time augmentation: a square batch is predicted in its eight orientations (four quarter turns, each mirrored or not), every
/// prediction is turned back, and the mean is taken.
/// </summary>
public static class Orientations
{
    private const int Width = 3;
    private static readonly long[] s_plane = [2, 3];

    /// <summary>The mean over the eight orientations of a batch <c>[N, C, S, S]</c>.</summary>
    /// <param name="batch">A batch of square patches.</param>
    /// <param name="predict">The network; its tensors are freed here.</param>
    public static Tensor Average(Tensor batch, Func<Tensor, Tensor> predict)
    {
        using var scope = new TensorScope();
        Tensor? sum = null;
        foreach (var mirrored in (ReadOnlySpan<bool>)[false, true])
        {
            for (var turns = 0; turns < 4; turns++)
            {
                using var one = new TensorScope();
                var input = (mirrored ? batch.Flip(Width) : batch).Rot90(turns, s_plane);
                var output = predict(input.Contiguous()).Rot90(-turns, s_plane);
                var upright = mirrored ? output.Flip(Width) : output;
                var total = sum is null ? upright.Clone() : sum + upright;
                one.Keep(total);
                sum?.Dispose();
                sum = total;
            }
        }

        return scope.Keep(sum! * 0.125);
    }
}

namespace Luciole.Kernels.Matrices;

/// <summary>
/// What a tile's computation asks of memory meanwhile, so that the next packing finds it in the second-level cache: every
/// sixteenth depth one line at each of the three addresses. Null asks for nothing.
/// </summary>
/// <param name="left">A line of A.</param>
/// <param name="leftOther">Another line of A.</param>
/// <param name="leftStep">Floats from there to the next line of A.</param>
/// <param name="right">A line of B.</param>
/// <param name="rightStep">Floats from there to the next line of B.</param>
internal readonly unsafe ref struct ReadAhead(float* left, float* leftOther, nint leftStep, float* right, nint rightStep)
{
    public readonly float* Left = left;
    public readonly float* LeftOther = leftOther;
    public readonly nint LeftStep = leftStep;
    public readonly float* Right = right;
    public readonly nint RightStep = rightStep;
}

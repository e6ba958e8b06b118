namespace Luciole.Torch.Native;

/// <summary>What a <see cref="NativeValue"/> holds; the numbers are those of <c>lt_tag</c> in luciole_torch.h.</summary>
internal enum NativeTag
{
    None = 0,
    Tensor = 1,
    Int = 2,
    Double = 3,
    Bool = 4,
    IntList = 5,
    DoubleList = 6,
    TensorList = 7,
    BoolList = 8,
    String = 9,
    Device = 10,
    OptionalTensorList = 11,
}

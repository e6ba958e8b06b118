using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Imaging.Pixels;

/// <summary>NumPy files as images.</summary>
internal static class NumpyImage
{
    public static ImageArray Read(string path)
    {
        if (new FileInfo(path).Length > Array.MaxLength)
            throw new InputException($"{path}: is a NumPy array of more than the 2 GiB that are read at once; save it as TIFF, which is read by bands.");
        var array = NumpyFile.Read(path);
        var sizes = array.Shape.Where(size => size != 1).ToArray();
        if (sizes.Length < 2 || Array.Exists(sizes, size => size is 0 or > int.MaxValue))
            throw new InputException($"{path}: has the shape ({string.Join(", ", array.Shape)}); an image with rows and columns was expected.");
        int[] shape = [.. sizes.Select(size => (int)size)];
        if (shape.Length > 3)
            throw new InputException(ImageShape.TooManyAxes(path, new string('?', shape.Length), shape));

        var (type, data) = array.DType[1..] switch
        {
            "u1" or "b1" => (SampleType.UInt8, array.Data),
            "i1" => (SampleType.Int8, array.Data),
            "u2" => (SampleType.UInt16, array.Data),
            "i2" => (SampleType.Int16, array.Data),
            "u4" => (SampleType.UInt32, array.Data),
            "i4" => (SampleType.Int32, array.Data),
            "f4" => (SampleType.Float32, array.Data),
            "f8" => (SampleType.Float64, array.Data),
            "f2" => (SampleType.Float32, MemoryMarshal.AsBytes(array.ToFloats().AsSpan()).ToArray()),
            _ => throw new InputException($"{path}: has samples of NumPy's type {array.DType}, which is not read; save it as 8-, 16- or 32-bit integers or as floating point."),
        };
        return ImageShape.Arrange(path, shape, type, data);
    }
}

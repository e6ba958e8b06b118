using System.Diagnostics;
using Luciole.Data.Preprocessing;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Tests.Preprocessing;

/// <summary>The same filters computed by scikit-image, once for all tests; where Debian's python3-skimage is absent, tests skip.</summary>
public sealed class ScikitImage : IDisposable
{
    private const string Python = "/usr/bin/python3";

    // resize and gaussian filter as floats, so that nothing is rounded; the rest as the type wants it.
    private const string Script = """
        import sys, warnings
        warnings.filterwarnings('ignore')
        try:
            import numpy as np
            from skimage.transform import resize
            from skimage.filters import gaussian, median
            from skimage.exposure import match_histograms, equalize_adapthist
            from skimage.feature import canny
            from skimage.color import rgb2gray
        except ImportError:
            sys.exit(77)
        folder = sys.argv[1]
        load = lambda name: np.load(f'{folder}/{name}.npy')
        grey, whole, colour, shapes, reference = load('grey').astype(np.float64), load('whole'), load('colour').astype(np.float64), load('shapes'), load('reference')
        save = lambda name, a: np.save(f'{folder}/{name}.out.npy', np.asarray(a, dtype=np.float64))
        for mode in ['constant', 'edge', 'symmetric', 'reflect', 'wrap']:
            for order in range(6):
                for size in [(7, 9), (30, 33), (17, 23)]:
                    for aa in [False, True]:
                        save(f'resize {order} {mode} {size[0]} {size[1]} {aa}', resize(grey, size, order=order, mode=mode, cval=0.3, clip=False, preserve_range=True, anti_aliasing=aa))
        save('resize clipped', resize(grey, (30, 33), order=3, mode='reflect', clip=True, preserve_range=True, anti_aliasing=False))
        save('resize divided', resize(whole, (30, 33), order=1, mode='reflect', clip=True, preserve_range=False, anti_aliasing=False))
        save('resize colour', resize(colour, (9, 30), order=1, mode='reflect', clip=True, preserve_range=True, anti_aliasing=False))
        for mode in ['reflect', 'constant', 'nearest', 'mirror', 'wrap']:
            for sigma in [0.5, 1, 2.7]:
                save(f'gaussian {mode} {sigma}', gaussian(grey, sigma=sigma, mode=mode))
        for k in [(3, 3), (5, 5), (4, 3), (1, 6), (2, 2), (11, 11)]:
            save(f'median {k[0]} {k[1]}', median(whole[..., None], footprint=np.ones(k + (1,)))[..., 0])
        save('histogram', match_histograms(whole.astype(np.float64), reference.astype(np.float64)))
        for k in [None, (5, 7), (17, 23), (1, 1), (40, 40)]:
            for limit in [0, 0.01, 0.03, 0.2]:
                out = equalize_adapthist(whole, kernel_size=k, clip_limit=limit)
                save(f'clahe {"None" if k is None else f"{k[0]} {k[1]}"} {limit}', out * 65535)
        save('canny', canny(shapes))
        save('canny low', canny(shapes, low_threshold=1000, high_threshold=9000))
        save('canny grey', canny(grey, low_threshold=0.3, high_threshold=0.6))
        save('canny colour', canny(rgb2gray(colour)))
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly int _exitCode = -1;

    public ScikitImage()
    {
        Write("grey", Grey);
        Write("whole", Whole);
        Write("colour", Colour);
        Write("shapes", Shapes);
        Write("reference", Reference);
        if (!File.Exists(Python))
            return;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", Script, _folder.FullName]) { UseShellExecute = false })!;
        python.WaitForExit();
        _exitCode = python.ExitCode;
    }

    /// <summary>An image of values between about -1 and 1.</summary>
    public static Raster Grey { get; } = Make(17, 23, 1, SampleType.Float32, (y, x, _) => (0.6 * Math.Sin((0.9 * y) + (0.31 * x * x))) + (0.3 * Math.Cos(1.7 * x)));

    /// <summary>An image of whole numbers, many of them equal.</summary>
    public static Raster Whole { get; } = Make(17, 23, 1, SampleType.UInt16, (y, x, _) => 100 * (int)(20 + (((y * 23) + x) * 37 % 97) + (20 * Math.Sin(0.4 * y))));

    /// <summary>An image of three channels between 0 and 1.</summary>
    public static Raster Colour { get; } = Make(17, 23, 3, SampleType.Float32, (y, x, c) => 0.5 + (0.5 * Math.Sin((0.5 * y) + (0.4 * x) + (2 * c))));

    /// <summary>A bright disc and a fainter bar with soft edges.</summary>
    public static Raster Shapes { get; } = Make(64, 80, 1, SampleType.UInt16, (y, x, _) =>
        1000 + Math.Floor((40_000 / (1 + Math.Exp((Math.Sqrt(((y - 30) * (y - 30)) + ((x - 25) * (x - 25))) - 14.3) / 0.8))) + (9_000 / (1 + Math.Exp(Math.Abs(x - 60.2 + (0.3 * y)) - 5)))));

    /// <summary>The image whose histogram is matched.</summary>
    public static Raster Reference { get; } = Make(20, 31, 1, SampleType.UInt16, (y, x, _) => Math.Floor(3000 + (700 * Math.Sin(y * 0.7)) + (40 * x)));

    public void Dispose() => _folder.Dispose();

    /// <summary>A result of scikit-image.</summary>
    public float[] Result(string name)
    {
        Assert.SkipWhen(_exitCode is -1 or 77, "Debian's python3-skimage is absent; this test compares with it.");
        Assert.Equal(0, _exitCode);
        return NumpyFile.Read(_folder.File(name + ".out.npy")).ToFloats();
    }

    private static Raster Make(int height, int width, int channels, SampleType type, Func<int, int, int, double> at) => new(
        new RasterShape(height, width, channels, type),
        [.. from y in Enumerable.Range(0, height) from x in Enumerable.Range(0, width) from c in Enumerable.Range(0, channels) select (float)at(y, x, c)]);

    private void Write(string name, Raster image)
    {
        long[] shape = image.Shape.Channels == 1 ? [image.Shape.Height, image.Shape.Width] : [image.Shape.Height, image.Shape.Width, image.Shape.Channels];
        if (image.Shape.SampleType == SampleType.UInt16)
            NumpyFile.Write(_folder.File(name + ".npy"), "<u2", System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(image.Samples, v => (ushort)v)), shape);
        else
            NumpyFile.Write(_folder.File(name + ".npy"), image.Samples, shape);
    }
}

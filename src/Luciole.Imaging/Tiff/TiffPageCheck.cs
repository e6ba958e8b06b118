using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>Refuses, in one sentence, what the reader does not decode.</summary>
internal static class TiffPageCheck
{
    private const int PhotometricPalette = 3;
    private const long LargestTile = 1 << 30;

    public static void Encoding(string path, TiffPage page, TiffDirectory directory)
    {
        if (!TiffCompressions.IsReadable(page.Compression))
            throw new InputException($"{path}: is compressed with {page.CompressionName}, which is not read; save it uncompressed or with Deflate, LZW, PackBits or Zstandard.");
        if (page.BitsPerSample == 1)
            throw new InputException($"{path}: is a 1-bit image; save it as 8-bit grey.");
        if (page.SampleType is null)
            throw new InputException($"{path}: has samples of type {page.DTypeName}, which is not read; save it as 8-, 16- or 32-bit integers or 32- or 64-bit floating point.");
        if (page.SamplesPerPixel == 0)
            throw new InputException($"{path}: is damaged: it claims 0 samples per pixel; copy or export it again.");
        if (page.Photometric == PhotometricPalette)
            throw new InputException($"{path}: is a palette image, whose numbers are colours and not intensities; save it as grey.");
        if (page.Photometric is not (0 or 1 or 2 or 5))
            throw new InputException($"{path}: has the colour encoding {Colour(page.Photometric)}, which is not read; save it as grey or RGB.");
        if (page.Predictor is not (1 or 2 or 3))
            throw new InputException($"{path}: has the predictor {page.Predictor}, which does not exist in TIFF; copy or export it again.");
        if (page.Predictor == 3 && page.SampleFormat != 3)
            throw new InputException($"{path}: is damaged: it claims the floating-point predictor for {page.DTypeName} samples; copy or export it again.");
        if (directory.Integer(TiffTag.ImageDepth, 1) != 1 || directory.Integer(TiffTag.TileDepth, 1) != 1)
            throw new InputException($"{path}: stores volumes in a single page (ImageDepth), which is not read; save one page per plane.");
        if (page.IsTiled && (Int128)page.TileWidth * page.TileHeight * page.InterleavedSamples * (page.BitsPerSample / 8) > LargestTile)
            throw new InputException($"{path}: claims tiles of {page.TileWidth} x {page.TileHeight} pixels, more than the 1 GiB a tile may have; the file is damaged or must be saved with smaller tiles.");
        EqualForAllSamples(path, page, directory, TiffTag.BitsPerSample, page.BitsPerSample, "bit depths");
        EqualForAllSamples(path, page, directory, TiffTag.SampleFormat, page.SampleFormat, "sample formats");
        if ((long)page.Width * page.InterleavedSamples * (page.BitsPerSample / 8) > int.MaxValue)
            throw new InputException($"{path}: claims rows of {page.Width} pixels with {page.InterleavedSamples} samples of {page.DTypeName}, more than the 2 GiB a row may have.");
    }

    private static void EqualForAllSamples(string path, TiffPage page, TiffDirectory directory, ushort tag, int first, string what)
    {
        var count = Math.Min(directory.Count(tag), page.SamplesPerPixel);
        if (count > 1 && Array.Exists(directory.Integers(tag, count), value => value != first))
            throw new InputException($"{path}: has samples of different {what} in one pixel, which is not read; save them alike.");
    }

    private static string Colour(int photometric) => photometric switch
    {
        4 => "transparency mask",
        6 => "YCbCr",
        8 => "CIE L*a*b*",
        9 or 10 => "ICC or ITU L*a*b*",
        32803 => "colour filter array (camera raw)",
        32844 or 32845 => "LogLuv",
        _ => $"number {photometric}",
    };
}

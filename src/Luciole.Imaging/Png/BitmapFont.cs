namespace Luciole.Imaging.Png;

/// <summary>Letters of 5 x 7 pixels for ASCII letters, digits and common signs; others are drawn as a question mark.</summary>
internal static class BitmapFont
{
    public const int Width = 5;
    public const int Height = 7;

    // 35 bits a letter, the first row's leftmost pixel highest.
    private static ReadOnlySpan<ulong> Letters =>
    [
        0x000000000, 0x108421004, 0x294000000, 0x2BEA57D40, 0x3A2111004, 0x6744458C0, 0x324CAC9A0, 0x108000000,
        0x088842082, 0x208210888, 0x02AEA8000, 0x0084F9080, 0x000001088, 0x0000F8000, 0x00000018C, 0x044222110,
        0x3A33AE62E, 0x11842108E, 0x3A211111F, 0x78217043E, 0x08CA97C42, 0x7E1E0862E, 0x1910F462E, 0x7C2222108,
        0x3A317462E, 0x3A317844C, 0x018C03180, 0x018C03088, 0x088882082, 0x001F07C00, 0x208208888, 0x3A2111004,
        0x3A2111004, 0x3A31FC631, 0x7A31F463E, 0x3A308422E, 0x7A318C63E, 0x7E10F421F, 0x7E10F4210, 0x3A30BC62F,
        0x4631FC631, 0x38842108E, 0x1C4210A4C, 0x4654C5251, 0x42108421F, 0x4775AC631, 0x47359C631, 0x3A318C62E,
        0x7A31F4210, 0x3A318D64D, 0x7A31F5251, 0x3E107043E, 0x7C8421084, 0x46318C62E, 0x46318C544, 0x4631AD771,
        0x462A22A31, 0x462A21084, 0x7C222221F, 0x39084210E, 0x3A2111004, 0x38421084E, 0x3A2111004, 0x00000001F,
        0x3A2111004, 0x000E0BE2F, 0x421E8C63E, 0x000E8420E, 0x042F8C62F, 0x000E8FE0E, 0x191E42108, 0x000F8BC2E,
        0x421E8C631, 0x100C2108E, 0x080610A4C, 0x4212A6292, 0x30842108E, 0x001AAD6B5, 0x001E8C631, 0x000E8C62E,
        0x001E8FA10, 0x000F8BC21, 0x0016C4210, 0x000F8383E, 0x211E42106, 0x00118C62F, 0x00118C544, 0x00118D6AA,
        0x001151151, 0x00118BC2E, 0x001F1111F, 0x3A2111004, 0x3A2111004, 0x3A2111004, 0x3A2111004,
    ];

    /// <summary>Whether a letter covers a pixel.</summary>
    public static bool Covers(char letter, int column, int row)
    {
        var bits = Letters[letter is >= ' ' and <= '~' ? letter - ' ' : '?' - ' '];
        return ((bits >> ((Width * Height) - 1 - (row * Width) - column)) & 1) != 0;
    }
}

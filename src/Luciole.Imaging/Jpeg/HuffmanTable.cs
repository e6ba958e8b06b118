namespace Luciole.Imaging.Jpeg;

/// <summary>A Huffman code as JPEG files describe it: how many codes of each length there are, and their symbols in order.</summary>
internal sealed class HuffmanTable
{
    public HuffmanTable(byte[] lengths, byte[] symbols)
    {
        (Lengths, Symbols) = (lengths, symbols);
        var (code, next) = (0u, 0);
        for (var length = 1; length <= 16; length++)
        {
            for (var i = 0; i < lengths[length - 1]; i++)
            {
                Codes[symbols[next]] = code++;
                Sizes[symbols[next++]] = length;
            }

            code <<= 1;
        }
    }

    /// <summary>The number of codes of 1 to 16 bits.</summary>
    public byte[] Lengths { get; }

    /// <summary>The symbols by growing code.</summary>
    public byte[] Symbols { get; }

    /// <summary>The code of each symbol.</summary>
    public uint[] Codes { get; } = new uint[256];

    /// <summary>The length of each symbol's code in bits.</summary>
    public int[] Sizes { get; } = new int[256];
}

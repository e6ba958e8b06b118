namespace Luciole.Imaging.Jpeg;

/// <summary>Writes Huffman codes bit by bit; after a byte of ones comes a zero, so that none is taken for a marker.</summary>
internal sealed class JpegBits(MemoryStream file)
{
    private uint _bits;
    private int _count;

    /// <summary>Writes a symbol.</summary>
    public void WriteCode(HuffmanTable table, int symbol) => Write(table.Codes[symbol], table.Sizes[symbol]);

    /// <summary>Writes a run of zeros and a number: the symbol of the run and the number's size, then the number's bits.</summary>
    public void WriteNumber(HuffmanTable table, int zeros, int number)
    {
        var size = 32 - int.LeadingZeroCount(Math.Abs(number));
        WriteCode(table, (zeros << 4) | size);
        if (size > 0)
            Write((uint)(number < 0 ? number - 1 : number) & ((1u << size) - 1), size);
    }

    /// <summary>Fills the last byte with ones.</summary>
    public void Finish() => Write(0x7F, 7);

    private void Write(uint value, int size)
    {
        // At most 7 bits wait, and at most 16 come.
        _bits = (_bits << size) | value;
        _count += size;
        for (; _count >= 8; _count -= 8)
        {
            var next = (byte)(_bits >> (_count - 8));
            file.WriteByte(next);
            if (next == 0xFF)
                file.WriteByte(0);
        }
    }
}

using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Luciole.Checkpoints;

/// <summary>The opcodes of pickle protocol 2 that the writer uses.</summary>
internal sealed class PickleOutput(Stream stream)
{
    public void Code(Opcode opcode) => stream.WriteByte((byte)opcode);

    public void Code(Opcode opcode, byte argument)
    {
        stream.WriteByte((byte)opcode);
        stream.WriteByte(argument);
    }

    public void Code(Opcode opcode, uint argument)
    {
        Span<byte> bytes = stackalloc byte[5];
        bytes[0] = (byte)opcode;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[1..], argument);
        stream.Write(bytes);
    }

    public void Global(string module, string name)
    {
        Code(Opcode.Global);
        stream.Write(Encoding.UTF8.GetBytes($"{module}\n{name}\n"));
    }

    public void Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Code(Opcode.BinUnicode, (uint)bytes.Length);
        stream.Write(bytes);
    }

    public void Float(double value)
    {
        Span<byte> bytes = stackalloc byte[9];
        bytes[0] = (byte)Opcode.BinFloat;
        BinaryPrimitives.WriteDoubleBigEndian(bytes[1..], value);
        stream.Write(bytes);
    }

    public void Integer(BigInteger value)
    {
        if (value >= 0 && value <= byte.MaxValue)
        {
            Code(Opcode.BinInt1, (byte)value);
        }
        else if (value >= int.MinValue && value <= int.MaxValue)
        {
            Code(Opcode.BinInt, (uint)(int)value);
        }
        else
        {
            var bytes = value.ToByteArray();
            if (bytes.Length <= byte.MaxValue)
                Code(Opcode.Long1, (byte)bytes.Length);
            else
                Code(Opcode.Long4, (uint)bytes.Length);
            stream.Write(bytes);
        }
    }

    public void Bool(bool value) => Code(value ? Opcode.NewTrue : Opcode.NewFalse);

    public void Put(int index)
    {
        if (index <= byte.MaxValue)
            Code(Opcode.BinPut, (byte)index);
        else
            Code(Opcode.LongBinPut, (uint)index);
    }

    public void Get(int index)
    {
        if (index <= byte.MaxValue)
            Code(Opcode.BinGet, (byte)index);
        else
            Code(Opcode.LongBinGet, (uint)index);
    }
}

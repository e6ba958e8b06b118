using System.Text;

namespace Luciole.Workflows.Tests.Journal.TensorBoard;

/// <summary>
/// Reads event files by the description of their formats (TFRecord, Protocol Buffers, event.proto), without a line of the writer; any
/// deviation fails the test.
/// </summary>
internal static class EventFile
{
    /// <summary>One event: what a reader of TensorBoard's messages sees.</summary>
    public sealed record Event(double WallTime, long Step, string? Version, long? SessionStatus, IReadOnlyDictionary<string, float> Values);

    private sealed record Field(ulong Number, ulong Wire, ulong Integer, byte[] Bytes);

    public static IReadOnlyList<Event> Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new BinaryReader(stream);
        var events = new List<Event>();
        while (stream.Position < stream.Length)
        {
            var length = reader.ReadBytes(8);
            Assert.Equal(Masked(length), reader.ReadUInt32());
            var data = reader.ReadBytes((int)BitConverter.ToUInt64(length));
            Assert.Equal(BitConverter.ToUInt64(length), (ulong)data.Length);
            Assert.Equal(Masked(data), reader.ReadUInt32());
            events.Add(ReadEvent(data));
        }

        return events;
    }

    /// <summary>CRC-32C bit by bit: the reflected polynomial 0x82f63b78, begun and ended with all bits turned.</summary>
    public static uint BitwiseCrc32C(byte[] data)
    {
        var crc = 0xffffffffu;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82f63b78u : crc >> 1;
        }

        return ~crc;
    }

    private static uint Masked(byte[] data)
    {
        ulong crc = BitwiseCrc32C(data);
        return (uint)(((crc >> 15) | (crc << 17)) + 0xa282ead8ul);
    }

    private static Event ReadEvent(byte[] data)
    {
        double? wallTime = null;
        long step = 0;
        string? version = null;
        long? status = null;
        var values = new Dictionary<string, float>(StringComparer.Ordinal);
        foreach (var field in Fields(data))
        {
            switch (field.Number)
            {
                case 1:
                    Assert.Equal(1ul, field.Wire);
                    wallTime = BitConverter.ToDouble(field.Bytes);
                    break;
                case 2:
                    Assert.Equal(0ul, field.Wire);
                    step = (long)field.Integer;
                    break;
                case 3:
                    version = Encoding.UTF8.GetString(field.Bytes);
                    break;
                case 5:
                    ReadSummary(field.Bytes, values);
                    break;
                case 7:
                    status = (long)Assert.Single(Fields(field.Bytes), f => f.Number == 1).Integer;
                    break;
                default:
                    Assert.Fail($"field {field.Number} of an event");
                    break;
            }
        }

        return new Event(wallTime!.Value, step, version, status, values);
    }

    private static void ReadSummary(byte[] data, Dictionary<string, float> values)
    {
        foreach (var value in Fields(data))
        {
            Assert.Equal((1ul, 2ul), (value.Number, value.Wire));
            var fields = Fields(value.Bytes).ToList();
            var number = Assert.Single(fields, f => f.Number == 2);
            Assert.Equal(5ul, number.Wire);
            values.Add(Encoding.UTF8.GetString(Assert.Single(fields, f => f.Number == 1).Bytes), BitConverter.ToSingle(number.Bytes));
        }
    }

    private static IEnumerable<Field> Fields(byte[] data)
    {
        var at = 0;
        while (at < data.Length)
        {
            var tag = Variable(data, ref at);
            var wire = tag & 7;
            var integer = wire is 0 or 2 ? Variable(data, ref at) : 0;
            var length = wire switch { 0 => 0, 1 => 8, 2 => (int)integer, 5 => 4, _ => throw new InvalidDataException($"wire type {wire}") };
            yield return new Field(tag >> 3, wire, integer, data[at..(at + length)]);
            at += length;
        }

        Assert.Equal(data.Length, at);
    }

    private static ulong Variable(byte[] data, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            value |= (ulong)(data[at] & 127) << shift;
            if ((data[at++] & 128) == 0)
                return value;
        }
    }
}

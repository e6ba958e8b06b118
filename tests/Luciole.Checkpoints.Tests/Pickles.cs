using System.Text;

namespace Luciole.Checkpoints.Tests;

/// <summary>Pickles put together by hand.</summary>
internal static class Pickles
{
    /// <summary>Reads a file as one pickle, whatever its protocol.</summary>
    public static PickleValue LoadFile(string path)
    {
        using var file = new CheckpointFile(path);
        return new Unpickler(file, new PickleInput(file, 0, file.Length), new PickleBudget(file)).Load();
    }

    /// <summary>Reads bytes as one pickle.</summary>
    public static PickleValue Load(params byte[] bytes)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("x.pkl"), bytes);
        return LoadFile(folder.File("x.pkl"));
    }

    public static byte[] Bytes(params object[] parts)
    {
        using var stream = new MemoryStream();
        foreach (var part in parts)
        {
            switch (part)
            {
                case byte[] bytes:
                    stream.Write(bytes);
                    break;
                case string text:
                    stream.Write(Encoding.Latin1.GetBytes(text));
                    break;
                case int value:
                    stream.WriteByte((byte)value);
                    break;
            }
        }

        return stream.ToArray();
    }

    public static byte[] Repeat(string text, int count) => Encoding.Latin1.GetBytes(string.Concat(Enumerable.Repeat(text, count)));
}

using System.Net;
using System.Net.Sockets;
using Luciole.Files;
using Luciole.Workflows.Ranks;

namespace Luciole.Workflows.Tests.Ranks;

public sealed class MeetingTests
{
    [Theory]
    [InlineData("1.13.1", false)]
    [InlineData("2.0.1+cpu", false)]
    [InlineData("2.1.0a0+git123", true)]
    [InlineData("2.10.0+cu128", true)]
    [InlineData("2.4.0rc1", true)]
    [InlineData("unknown", false)]
    public void A_socket_is_taken_from_2_1_on(string version, bool isTaken) => Assert.Equal(isTaken, MeetingSocket.IsTakenBy(version));

    [Fact]
    public void The_first_rank_listens_on_its_address_alone()
    {
        var port = FreePort();
        var descriptor = MeetingSocket.Listen("127.0.0.1", port);
        using var owner = new Socket(new SafeSocketHandle(descriptor, ownsHandle: true));
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, port), owner.LocalEndPoint);
        using var visitor = new TcpClient();
        visitor.Connect(IPAddress.Loopback, port);
        using var accepted = owner.Accept();
        Assert.True(accepted.Connected);
        Assert.Contains($"MASTER_PORT: {port}", Assert.Throws<InputException>(() => MeetingSocket.Listen("127.0.0.1", port)).Message);
        Assert.Contains("MASTER_ADDR: 192.0.2.1", Assert.Throws<InputException>(() => MeetingSocket.Listen("192.0.2.1", port)).Message);
    }

    [Fact]
    public void The_own_address_is_that_of_the_way_to_the_first_rank()
    {
        Assert.Equal("127.0.0.1", OwnAddress.Towards(null, 0));
        Assert.Equal("127.0.0.1", OwnAddress.Towards("127.0.0.1", 29500));
        Assert.Contains("MASTER_ADDR: no.such.host.invalid", Assert.Throws<InputException>(() => OwnAddress.Towards("no.such.host.invalid", 1)).Message);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

//! A connection to the server that a test can cut.

use std::io::{self, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;

/// Listens on a port of loopback, and forwards all data to the server.
pub(crate) struct Proxy {
    address: SocketAddr,
    link: Arc<Link>,
}

struct Link {
    server: u16,
    is_cut: AtomicBool,
    open: Mutex<Vec<TcpStream>>,
}

impl Proxy {
    pub(crate) fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let link = Arc::new(Link {
            server,
            is_cut: AtomicBool::new(false),
            open: Mutex::default(),
        });
        let accepting = Arc::clone(&link);
        // This thread ends with the process of the test.
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let _ = accepting.accept(stream);
            }
        });
        Proxy { address, link }
    }

    pub(crate) fn url(&self) -> String {
        format!("redis://{}", self.address)
    }

    /// Breaks all connections, and accepts no others.
    pub(crate) fn cut(&self) {
        let mut open = self.link.open.lock().unwrap();
        self.link.is_cut.store(true, Ordering::SeqCst);
        for stream in open.drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    pub(crate) fn restore(&self) {
        self.link.is_cut.store(false, Ordering::SeqCst);
    }
}

impl Link {
    fn accept(&self, near: TcpStream) -> io::Result<()> {
        let mut open = self.open.lock().unwrap();
        if self.is_cut.load(Ordering::SeqCst) {
            return near.shutdown(Shutdown::Both);
        }
        let far = TcpStream::connect(("127.0.0.1", self.server))?;
        for stream in [&near, &far] {
            stream.set_nodelay(true)?;
            open.push(stream.try_clone()?);
        }
        pass_on(near.try_clone()?, far.try_clone()?);
        pass_on(far, near);
        Ok(())
    }
}

fn pass_on(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let mut bytes = vec![0; 1 << 16];
        while let Ok(count @ 1..) = from.read(&mut bytes) {
            if to.write_all(&bytes[..count]).is_err() {
                break;
            }
        }
        let _ = to.shutdown(Shutdown::Both);
    });
}
